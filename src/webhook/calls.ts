/** The part of a message port, or of a thread, that calls go through. */
export interface CallPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Functions of one argument that the other side may call; arguments and results are cloned. */
export type Callable = { readonly [name: string]: (argument: never) => unknown };

/** Calls the other side. Rejects with its error's message. */
export type Call<Remote extends Callable> = <Name extends keyof Remote & string>(
  name: Name,
  argument: Parameters<Remote[Name]>[0],
) => Promise<Awaited<ReturnType<Remote[Name]>>>;

type Message =
  | {
      readonly kind: 'call';
      readonly id: number;
      readonly name: string;
      readonly argument: unknown;
    }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly message: string };

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Joins both sides of a message port: each offers functions and calls the other's. */
export function joinCalls<Remote extends Callable>(port: CallPort, own: Callable): Call<Remote> {
  const waiting = new Map<number, Waiting>();
  let last = 0;

  const answer = async (id: number, name: string, argument: unknown) => {
    try {
      const call = own[name] as (argument: unknown) => unknown;
      port.postMessage({ kind: 'result', id, value: await call(argument) } satisfies Message);
    } catch (error) {
      port.postMessage({ kind: 'error', id, message: (error as Error).message } satisfies Message);
    }
  };

  port.on('message', (data) => {
    const message = data as Message;
    if (message.kind === 'call') return void answer(message.id, message.name, message.argument);
    const caller = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.kind === 'result') caller?.resolve(message.value);
    else caller?.reject(new Error(message.message));
  });

  const call = (name: string, argument: unknown) =>
    new Promise<unknown>((resolve, reject) => {
      last++;
      waiting.set(last, { resolve, reject });
      port.postMessage({ kind: 'call', id: last, name, argument } satisfies Message);
    });
  return call as Call<Remote>;
}
