import { setTimeout as sleep } from 'node:timers/promises';

/** Something that somebody does again and again; `turn` counts from 0. */
export interface Loop {
  /** Milliseconds between two turns. */
  readonly every: number;
  run(turn: number): Promise<void>;
  /** Whether it goes on; always, unless it says so. */
  alive?(): boolean;
}

/** Does `work` while all loops go on; rejects when one of them fails, or the work. */
export async function meanwhile(loops: readonly Loop[], work: () => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const running = loops.map((loop) => repeat(loop, stop.signal));
  const failed = Promise.all(running).then(() => new Promise<never>(() => {}));
  try {
    await Promise.race([work(), failed]);
  } finally {
    stop.abort();
    await Promise.allSettled(running);
  }
}

async function repeat({ every, run, alive = () => true }: Loop, stop: AbortSignal): Promise<void> {
  for (let turn = 0; !stop.aborted && alive(); turn++) {
    await run(turn);
    await sleep(every, undefined, { signal: stop }).catch(() => {});
  }
}

/** Does these things one after the other, one each turn, and then no more. */
export function inTurn(every: number, deeds: readonly (() => Promise<unknown>)[]): Loop {
  let next = 0;
  return {
    every,
    alive: () => next < deeds.length,
    async run() {
      await deeds[next++]?.();
    },
  };
}
