import type { ScannerHandle } from '../../scanner/scanner.ts';
import type { Waiter } from './answers.ts';
import type { ThreadSetup } from './batch.ts';
import type { Answer, Order } from './messages.ts';
import type { ScanThread } from './scan-thread.ts';

/** Orders to a thread, and its answers. */
export interface Link {
  /** Whether it has started: once it has, or failed to. */
  readonly started: Promise<boolean>;
  newId(): number;
  order(order: Order): void;
  /** Gives an order whose answers somebody waits for. */
  ask(id: number, waiter: Waiter, order: Order): void;
  /** Nobody waits for these answers any more. */
  leave(id: number): void;
  close(): Promise<void>;
}

/** The number of a thread that has ended. */
const ENDED = -1;

/** Sets up a thread that waits for it; `ready` is called before any answer. */
export function openLink(
  { worker }: ScanThread,
  setup: ThreadSetup,
  ready: (handle: ScannerHandle) => void,
): Link {
  const waiters = new Map<number, Waiter>();
  let failure: Error | undefined;
  let ids = 0;
  let closing = false;
  const { promise: started, resolve: start } = Promise.withResolvers<boolean>();
  const fail = (error: Error) => {
    failure = error;
    start(false);
    for (const waiter of waiters.values()) waiter.fail(error);
  };
  worker.on('message', (answer: Answer) => {
    if (answer.kind === 'loaded') return;
    if (answer.kind === 'ready') {
      ready(answer.handle);
      if (waiters.size === 0) worker.unref();
      start(true);
    } else waiters.get(answer.id)?.answer(answer);
  });
  worker.on('error', fail);
  worker.on('messageerror', fail);
  const end = () => fail(new Error('a thread that reads has ended'));
  worker.on('exit', end);
  if (worker.threadId === ENDED) end();
  worker.ref();
  worker.postMessage(setup, []);
  const order = (message: Order) => worker.postMessage(message, []);
  return {
    started,
    newId: () => ids++,
    order,
    ask(id, waiter, message) {
      if (failure !== undefined) return waiter.fail(failure);
      // Whoever waits for an answer keeps the process alive.
      if (waiters.size === 0) worker.ref();
      waiters.set(id, waiter);
      order(message);
    },
    leave(id) {
      waiters.delete(id);
      if (waiters.size === 0 && !closing) worker.unref();
    },
    async close() {
      closing = true;
      // The process must last until the thread has ended.
      worker.ref();
      await worker.terminate();
    },
  };
}
