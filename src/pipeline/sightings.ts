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
import { createTakers } from './takers.ts';
import { createTimeOrder, type TimeOrderOptions } from './time-order.ts';
import { Arriving, keepWaiting, type Waiting, WaitingLine, waitingFrom } from './waiting.ts';

/** What detectors with memory took of records, on its way back to them in event-time order. */
export interface Sightings {
  /**
   * Lets every detector take what it wants of a record and of the rules it matches; `newest` is the event
   * time of the stream so far.
   */
  take(record: AuditRecord, matched: readonly Matched[], newest: Micros): void;
  /** What detectors find in the sightings that no earlier one can come before any more. */
  due(): readonly Finding[];
  /** What they find in all that are left. */
  rest(): readonly Finding[];
  readonly counts: SightingCounts;
  readonly memories: readonly Memory[];
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

const NOTHING: readonly Finding[] = [];

/** Nothing taken yet. */
export function createSightings(
  detectors: readonly Detector[],
  options: TimeOrderOptions,
): Sightings {
  const order = createTimeOrder<Waiting>(options, { line: new WaitingLine(), keep: keepWaiting });
  const queue = orderMemory(order, packingOf(detectors), options.lateness);
  const takeAll = createTakers(detectors);
  let arriving: Arriving | undefined;
  const observeAll = (next: () => Waiting | undefined): readonly Finding[] => {
    let findings: Finding[] | undefined;
    for (let waiting = next(); waiting !== undefined; waiting = next()) {
      const { taken } = waiting;
      for (let index = 0; index < taken.length; index++) {
        if (taken[index] === undefined) continue;
        const found = (detectors[index] as Detector).observe(taken[index], waiting);
        if (found.length > 0) (findings ??= []).push(...found);
      }
    }
    return findings ?? NOTHING;
  };
  return {
    take(record, matched, newest) {
      const taken = takeAll(record, matched);
      if (taken === undefined) return order.advance(newest);
      if (arriving === undefined) arriving = new Arriving(record, taken);
      else arriving.set(record, taken);
      order.push(arriving, newest);
      queue.pushed(arriving);
    },
    due: () => observeAll(order.release),
    rest: () => observeAll(order.flush),
    get counts() {
      const evicted = detectors.reduce((sum, detector) => sum + detector.evicted, 0);
      return { late: order.late, forced: order.forced, evicted };
    },
    memories: [queue, ...detectors.flatMap((detector) => detector.durable.memories)],
  };
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
