import { witnessOf } from '../record/evidence.ts';
import { packWitness, unpackWitness } from '../record/witness-packing.ts';
import type {
  AuditRecord,
  Detector,
  Finding,
  Json,
  JsonObject,
  Memory,
  Micros,
  Sighting,
} from '../types.ts';
import { orderMemory, type Packing } from './order-memory.ts';
import { createTimeOrder, type TimeOrderOptions } from './time-order.ts';

/** What detectors with memory took of records, on its way back to them in event-time order. */
export interface Sightings {
  /** Lets every detector take what it wants of a record; `newest` is the event time of the stream so far. */
  take(record: AuditRecord, newest: Micros): void;
  /** What detectors find in the sightings that no earlier one can come before any more. */
  due(): Finding[];
  /** What they find in all that are left. */
  rest(): Finding[];
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

/** What all detectors took of one record, in their order; `undefined` where one took nothing. */
interface Waiting extends Sighting {
  readonly taken: readonly (Sighting | undefined)[];
}

/** Nothing taken yet. */
export function createSightings(
  detectors: readonly Detector[],
  options: TimeOrderOptions,
): Sightings {
  const order = createTimeOrder<Waiting>(options);
  const queue = orderMemory(order, packingOf(detectors), options.lateness);
  return {
    take(record, newest) {
      const taken = detectors.map((detector) => detector.take(record));
      if (taken.every((sighting) => sighting === undefined)) return order.advance(newest);
      const { time, digest } = record;
      const waiting = { time, digest, witness: witnessOf(record), taken };
      order.push(waiting, newest);
      queue.pushed(waiting);
    },
    due: () => order.release().flatMap((waiting) => observe(waiting, detectors)),
    rest: () => order.flush().flatMap((waiting) => observe(waiting, detectors)),
    get counts() {
      const evicted = detectors.reduce((sum, detector) => sum + detector.evicted, 0);
      return { late: order.late, forced: order.forced, evicted };
    },
    memories: [queue, ...detectors.flatMap((detector) => detector.durable.memories)],
  };
}

function observe({ taken }: Waiting, detectors: readonly Detector[]): Finding[] {
  return taken.flatMap((sighting, index) =>
    sighting === undefined ? [] : (detectors[index] as Detector).observe(sighting),
  );
}

/** What waits as JSON, by the names of the detectors that took it. */
function packingOf(detectors: readonly Detector[]): Packing<Waiting> {
  return {
    pack: ({ witness, taken }) => {
      const packed: Record<string, Json> = {};
      for (const [index, sighting] of taken.entries()) {
        const { name, pack } = (detectors[index] as Detector).durable;
        if (sighting !== undefined) packed[name] = pack(sighting);
      }
      return [packWitness(witness), packed];
    },
    unpack: (value) => {
      const [witnessed, packed] = value as readonly [Json, JsonObject];
      const witness = unpackWitness(witnessed);
      const { time, digest } = witness;
      const taken = detectors.map(({ durable: { name, unpack } }) => {
        const one = packed[name];
        return one === undefined ? undefined : unpack(one, witness);
      });
      if (taken.every((sighting) => sighting === undefined)) return undefined;
      return { time, digest, witness, taken };
    },
  };
}
