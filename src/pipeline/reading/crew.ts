import type { watchIdleness } from './idleness.ts';
import type { ThreadReader } from './listener.ts';
import type { Thread } from './thread.ts';

/** Threads that take turns. */
export interface Crew {
  /** How many take part. */
  readonly size: number;
  /** Once all have loaded their code, or ended. */
  readonly loaded: Promise<unknown>;
  /** Tells who reads with them; before anything is read. */
  attach(reader: ThreadReader): void;
  /** Whose turn it is. */
  next(): Thread;
  /** There is something to read from now on. */
  begin(): void;
  close(): Promise<void>;
}

/**
 * A crew of so many threads. Where `watch` is given, one more joins it when this thread mostly waits for it, as it does
 * when records are long: it takes the processor that this one leaves free.
 */
export function createCrew(count: number, start: () => Thread, watch?: typeof watchIdleness): Crew {
  const all = Array.from({ length: count }, start);
  /** Those that take part. */
  const threads = [...all];
  let reader: ThreadReader | undefined;
  let turn = 0;
  const join = async (thread: Thread): Promise<void> => {
    if (reader !== undefined) thread.attach(reader);
    if (await thread.started) threads.push(thread);
  };
  const idleness = watch?.(() => {
    const thread = start();
    all.push(thread);
    void join(thread);
  });
  return {
    get size() {
      return threads.length;
    },
    loaded: Promise.all(threads.map((thread) => thread.loaded)),
    attach(who) {
      reader = who;
      for (const thread of all) thread.attach(who);
    },
    next: () => threads[turn++ % threads.length] as Thread,
    begin: () => idleness?.begin(),
    async close() {
      idleness?.end();
      await Promise.all(all.map((thread) => thread.close()));
    },
  };
}
