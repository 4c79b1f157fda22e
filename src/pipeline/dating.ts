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
  let hasGivenUp = false;
  const flush = (): Found[] => {
    const all = waiting;
    waiting = [];
    return all;
  };
  // Whoever parsed a piece of a file didn't know what came before it.
  const dateOn = (found: readonly Found[]): readonly Found[] => {
    const before = latest;
    latest = timeOf(found.findLast((one) => timeOf(one) !== 0)) || latest;
    return isUndated(found) ? found.map((one) => withTime(one, before)) : found;
  };
  return {
    get latest() {
      return latest;
    },
    date(found) {
      if (latest !== 0) return dateOn(found);
      const out: Found[] = [];
      for (const one of found) {
        if (latest !== 0 || hasGivenUp) out.push(one);
        else if (timeOf(one) !== 0)
          out.push(...flush().map((other) => withTime(other, timeOf(one))), one);
        else if (waiting.push(one) > MOST) {
          hasGivenUp = true;
          out.push(...flush());
        }
        latest = timeOf(one) || latest;
      }
      return out;
    },
    rest: flush,
  };
}

/** Whether the first record has no time; those behind one that has a time have its. */
function isUndated(found: readonly Found[]): boolean {
  const first = found.find((one) => 'record' in one);
  return first !== undefined && timeOf(first) === 0;
}

function timeOf(found: Found | undefined): Micros {
  return found !== undefined && 'record' in found ? found.record.time : 0;
}

function withTime(found: Found, time: Micros): Found {
  if (!('record' in found) || found.record.time !== 0) return found;
  const { record, offset, length } = found;
  return { record: new EventRecord(record.event, time, record.partial), offset, length };
}
