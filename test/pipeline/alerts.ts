import type { LaneOptions } from '../../src/pipeline/lane.ts';
import type { Alert } from '../../src/types.ts';

/** An alert with an id and a count. */
export function alert(id: string, count: number): Alert {
  return {
    id,
    time: '2026-11-20T10:00:00.000000Z',
    level: 'medium',
    rule: { id: 'r', name: 'r', title: 'R', author: 'a tester', tags: [] },
    user: null,
    message: 'something happened',
    why: '',
    next: '',
    count,
    firstSeen: '2026-11-20T10:00:00.000000Z',
    lastSeen: '2026-11-20T10:00:00.000000Z',
    partial: false,
    events: [],
  };
}

/** A clock on which pauses last until they are passed. */
export function manualClock(): LaneOptions['clock'] & {
  readonly pauses: readonly number[];
  pass(): void;
} {
  const pauses: number[] = [];
  let waiting: (() => void)[] = [];
  return {
    pauses,
    now: () => 0,
    random: () => 1,
    sleep(milliseconds, signal) {
      pauses.push(milliseconds);
      if (signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(resolve);
        signal?.addEventListener('abort', () => resolve());
      });
    },
    pass() {
      for (const resolve of waiting.splice(0)) resolve();
    },
  };
}
