import type { LiveBlock } from '../../types.ts';

/** What can't be read: told once, tried again and again, with growing pauses. */
export interface Troubles {
  /** Tells a failure unless it was told already; `mayTry` is false for a while then. */
  fail(path: string, reason: string): void;
  /** True when it is time to try a path. */
  mayTry(path: string): boolean;
  /** A path is all right again. */
  clear(path: string): void;
}

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/** More paths than this in trouble at a time, and the oldest may be told again. */
const MOST = 1000;

interface Trouble {
  readonly reason: string;
  /** In milliseconds. */
  readonly pause: number;
  readonly until: number;
}

/** No troubles yet; `tell` takes the failures, `now` gives milliseconds. */
export function createTroubles(tell: (block: LiveBlock) => void, now: () => number): Troubles {
  const troubles = new Map<string, Trouble>();
  return {
    fail(path, reason) {
      const before = troubles.get(path);
      if (before?.reason !== reason) tell({ kind: 'failure', origin: path, reason });
      const pause = Math.min(LONGEST_PAUSE, before === undefined ? FIRST_PAUSE : before.pause * 2);
      troubles.delete(path);
      troubles.set(path, { reason, pause, until: now() + pause });
      const [oldest] = troubles.keys();
      if (troubles.size > MOST && oldest !== undefined) troubles.delete(oldest);
    },
    mayTry(path) {
      const trouble = troubles.get(path);
      return trouble === undefined || trouble.until <= now();
    },
    clear: (path) => void troubles.delete(path),
  };
}
