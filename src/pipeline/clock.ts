import type { Json, Memory, Micros } from '../types.ts';

/** Event time as a whole stream tells it. */
export interface Clock {
  /** Takes the next record's time; gives the newest time that is to be believed so far. */
  tell(time: Micros): Micros;
  /** That time; before there is one, the earliest of all. */
  readonly newest: Micros;
  readonly memory: Memory;
}

/** Further ahead than that, one record alone is not believed. */
const JUMP: Micros = 3_600_000_000;

/**
 * One record from a node whose clock is years ahead must not make all the others too late: a jump of
 * more than an hour counts when the record after it says the same.
 */
export function createClock(): Clock {
  let newest = Number.NEGATIVE_INFINITY;
  let jump = Number.POSITIVE_INFINITY;
  let stored = { newest, jump };
  return {
    tell(time) {
      const steady = newest === Number.NEGATIVE_INFINITY || time - newest <= JUMP;
      if (steady) newest = Math.max(newest, time);
      else if (time >= jump - JUMP) newest = Math.min(time, jump);
      jump = steady ? Number.POSITIVE_INFINITY : time;
      return newest;
    },
    get newest() {
      return newest;
    },
    memory: {
      owner: 'clock',
      changes() {
        if (newest === stored.newest && jump === stored.jump) return [];
        stored = { newest, jump };
        return [{ key: '', value: [newest, Number.isFinite(jump) ? jump : null] }];
      },
      restore([entry]) {
        if (entry === undefined) return;
        const [time, ahead] = entry.value as readonly [Micros, Json];
        newest = time;
        jump = ahead === null ? Number.POSITIVE_INFINITY : (ahead as Micros);
        stored = { newest, jump };
      },
    },
  };
}
