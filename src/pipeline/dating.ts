import { EventRecord } from '../record/event-record.ts';
import type { Found, Micros } from '../types.ts';

/**
 * Gives the records at the start of a source that were cut before their timestamp the time of the first
 * record that has one; later ones get the time before them from the parser. So a time does not depend
 * on where a log was cut into files.
 */
export interface Dating {
  /** The time of the latest record, 0 before there is one: what the next file begins with. */
  readonly latest: Micros;
  /** The finds, and before them those that waited for a time. */
  date(found: readonly Found[]): readonly Found[];
  /** Those that still wait at the source's end; nothing is known of their time. */
  rest(): readonly Found[];
}

/** How many finds may wait; after that they go without a time. */
const MOST = 1000;

/** For one source. */
export function createDating(): Dating {
  let waiting: Found[] = [];
  let latest: Micros = 0;
  const flush = (): Found[] => {
    const all = waiting;
    waiting = [];
    return all;
  };
  return {
    get latest() {
      return latest;
    },
    date(found) {
      const last = found.findLast((one) => 'record' in one && one.record.time !== 0);
      if (latest !== 0) {
        const before = latest;
        if (last !== undefined) latest = timeOf(last);
        // Whoever parsed a piece of a file didn't know what came before it.
        return isUndated(found) ? found.map((one) => withTime(one, before)) : found;
      }
      if (last === undefined) {
        waiting.push(...found);
        return waiting.length > MOST ? flush() : [];
      }
      const first = timeOf(found.find((one) => timeOf(one) !== 0) ?? last);
      latest = timeOf(last);
      return [...flush(), ...found].map((one) => withTime(one, first));
    },
    rest: flush,
  };
}

/** Whether the first record has no time; those behind one that has a time have its. */
function isUndated(found: readonly Found[]): boolean {
  const first = found.find((one) => 'record' in one);
  return first !== undefined && timeOf(first) === 0;
}

function timeOf(found: Found): Micros {
  return 'record' in found ? found.record.time : 0;
}

function withTime(found: Found, time: Micros): Found {
  if (!('record' in found) || found.record.time !== 0) return found;
  const { record, offset, length } = found;
  return { record: new EventRecord(record.event, time, record.partial), offset, length };
}
