import { packWitness, unpackWitness } from '../record/witness-packing.ts';
import type {
  AuditRecord,
  Detector,
  Finding,
  Json,
  JsonObject,
  Matched,
  Memory,
  Micros,
} from '../types.ts';
import { orderMemory, type Packing } from './order-memory.ts';
import { createTakers, type Taken } from './takers.ts';
import { createTimeOrder, type TimeOrderOptions } from './time-order.ts';
import { Arriving, keepWaiting, type Waiting, WaitingLine, waitingFrom } from './waiting.ts';

/** What detectors with memory took of records, on its way back to them in event-time order. */
export interface Sightings {
  /** What detectors take of a record that matches these rules. */
  take(record: AuditRecord, matched: readonly Matched[]): Taken | undefined;
  /** The next record comes, and what was taken of it; `newest` is the event time of the stream so far. */
  put(record: AuditRecord, taken: Taken | undefined, newest: Micros): void;
  /** How many sightings wait to be observed: those that no earlier one can come before any more. */
  readonly due: number;
  /** Some of those that are left are due as well; false when none is left. */
  rest(): boolean;
  /** Has detectors look at those that are due. */
  observe(): Observed;
  readonly counts: SightingCounts;
  readonly memories: readonly Memory[];
}

/** What came of looking at the sightings that were due. */
export interface Observed {
  /** In the order of the sightings. */
  readonly found: readonly FoundIn[];
  /** What a detector threw first, which is a bug; all others were looked at nevertheless. */
  readonly failure: { readonly error: unknown } | undefined;
}

/** What was found in one of the sightings that were due, by its place among them. */
export interface FoundIn {
  readonly sighting: number;
  readonly findings: readonly Finding[];
}

/** What the bounds did. */
export interface SightingCounts {
  /** Sightings that came later than is allowed. */
  readonly late: number;
  /** Sightings taken out of the waiting line before their time, for want of room. */
  readonly forced: number;
  /** Keys and windows evicted by detectors. */
  readonly evicted: number;
}

/** How many of the rest are due at once. */
const AT_ONCE = 1000;

/** Nothing taken yet. */
export function createSightings(
  detectors: readonly Detector[],
  options: TimeOrderOptions,
): Sightings {
  const order = createTimeOrder<Waiting>(options, { line: new WaitingLine(), keep: keepWaiting });
  const queue = orderMemory(order, packingOf(detectors), options.lateness);
  const due: Waiting[] = [];
  let arriving: Arriving | undefined;
  const arrive = (record: AuditRecord, taken: Taken) => {
    if (arriving === undefined) arriving = new Arriving(record, taken);
    else arriving.set(record, taken);
    return arriving;
  };
  return {
    take: createTakers(detectors),
    put(record, taken, newest) {
      if (taken === undefined) order.advance(newest);
      else {
        const one = arrive(record, taken);
        order.push(one, newest);
        queue.pushed(one);
      }
      for (let one = order.release(); one !== undefined; one = order.release()) due.push(one);
    },
    get due() {
      return due.length;
    },
    rest() {
      for (let count = 0; count < AT_ONCE; count++) {
        const one = order.flush();
        if (one === undefined) return count > 0;
        due.push(one);
      }
      return true;
    },
    observe() {
      const seen: Seen = { found: [], failure: undefined };
      const taken = due.map((one) => one.taken);
      for (const [index, detector] of detectors.entries()) {
        observeAll({ detector, index }, due, taken, seen);
      }
      due.length = 0;
      order.letGo();
      seen.found.sort((a, b) => a.sighting - b.sighting);
      return seen;
    },
    get counts() {
      const evicted = detectors.reduce((sum, detector) => sum + detector.evicted, 0);
      return { late: order.late, forced: order.forced, evicted };
    },
    memories: [queue, ...detectors.flatMap((detector) => detector.durable.memories)],
  };
}

interface Seen extends Observed {
  readonly found: FoundIn[];
  failure: Observed['failure'];
}

/** One detector looks at all that are due: what it knows is then near, and what it needs next can come meanwhile. */
function observeAll(
  { detector, index }: { readonly detector: Detector; readonly index: number },
  due: readonly Waiting[],
  all: readonly Taken[],
  seen: Seen,
): void {
  const own: unknown[] = [];
  const sightings: number[] = [];
  for (let sighting = 0; sighting < all.length; sighting++) {
    const taken = all[sighting] as Taken;
    const one = index < taken.length ? taken[index] : undefined;
    if (one === undefined) continue;
    own.push(one);
    sightings.push(sighting);
  }
  detector.approach?.(own);
  for (let at = 0; at < own.length; at++) {
    const sighting = sightings[at] as number;
    try {
      const findings = detector.observe(own[at], due[sighting] as Waiting);
      if (findings.length > 0) seen.found.push({ sighting, findings });
    } catch (error) {
      seen.failure ??= { error };
    }
  }
}

/** What waits as JSON, by the names of the detectors that took it. */
function packingOf(detectors: readonly Detector[]): Packing<Waiting> {
  return {
    keep: keepWaiting,
    pack: (waiting) => {
      const packed: Record<string, Json> = {};
      for (const [index, one] of waiting.taken.entries()) {
        const { name, pack } = (detectors[index] as Detector).durable;
        if (one !== undefined) packed[name] = pack(one);
      }
      return [packWitness(waiting.witness()), packed];
    },
    unpack: (value) => {
      const [witnessed, packed] = value as readonly [Json, JsonObject];
      const taken = detectors.map(({ durable: { name, unpack } }) => {
        const one = packed[name];
        return one === undefined ? undefined : unpack(one);
      });
      if (taken.every((one) => one === undefined)) return undefined;
      return waitingFrom(unpackWitness(witnessed), taken);
    },
  };
}
