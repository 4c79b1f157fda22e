import { witnessOf } from '../record/evidence.ts';
import type { RuleSet } from '../sigma/rule-set.ts';
import type { Alert, AuditRecord, Detector, Micros, RuleInfo, Sighting } from '../types.ts';
import { findingOf } from './cause.ts';
import { createClock } from './clock.ts';
import { createFold } from './fold.ts';
import { createTimeOrder } from './time-order.ts';

/** Rules, detectors and bounds of an engine. */
export interface EngineOptions {
  readonly rules: RuleSet;
  /** Detectors with memory: the set's correlations and the hand-written ones. */
  readonly detectors: readonly Detector[];
  /** How far behind the newest event an older one may come and still count in its place. */
  readonly lateness: Micros;
  /** How many sightings may wait for that long. */
  readonly pending: number;
  /** The stretch of event time within which repeats of one cause are one alert. */
  readonly fold: Micros;
  /** Which rules raise alerts of their own; the others still feed correlations. */
  raises(rule: RuleInfo): boolean;
}

/** What the bounds did to the stream so far. */
export interface EngineCounts {
  /** Sightings that came later than `lateness` allows. */
  readonly late: number;
  /** Sightings taken out of the waiting line before their time, for want of room. */
  readonly forced: number;
  /** Keys and windows evicted by detectors, and alerts delivered before their stretch had ended. */
  readonly evicted: number;
}

/** The one way from records to alerts, live and in replay. Synchronous, on event time only. */
export interface Engine {
  inspect(record: AuditRecord): void;
  /** The alerts that no event within the allowed lateness can change any more. */
  drain(): Alert[];
  /** All that is left; the engine is not to be used after. */
  finish(): Alert[];
  readonly counts: EngineCounts;
}

/** What all detectors took of one record, in their order; `undefined` where one took nothing. */
interface Waiting extends Sighting {
  readonly taken: readonly (Sighting | undefined)[];
}

/** Builds an engine; see `Engine`. */
export function createEngine(options: EngineOptions): Engine {
  const { detectors, lateness } = options;
  const rules = options.rules.detections.filter((rule) => rule.alerts && options.raises(rule.info));
  const order = createTimeOrder<Waiting>({ lateness, capacity: options.pending });
  const fold = createFold(options.fold);
  const clock = createClock();
  const due: Alert[] = [];
  let watermark = Number.NEGATIVE_INFINITY;

  const observe = (waiting: readonly Waiting[]) => {
    for (const { taken } of waiting) {
      taken.forEach((sighting, index) => {
        if (sighting === undefined) return;
        for (const finding of (detectors[index] as Detector).observe(sighting)) {
          if (options.raises(finding.rule)) fold.add(finding);
        }
      });
    }
  };

  // At the ends of stretches only, so that nothing depends on how the input was cut into blocks.
  const collect = (time: Micros) => {
    if (Math.floor(time / options.fold) <= Math.floor(watermark / options.fold)) return;
    watermark = time;
    due.push(...fold.drain(time));
  };

  return {
    inspect(record) {
      for (const rule of rules) {
        if (rule.matches(record)) fold.add(findingOf(rule.info, witnessOf(record)));
      }
      // Without a time there is no place in the order.
      if (record.time === 0) return;
      const newest = clock.tell(record.time);
      const taken = detectors.map((detector) => detector.take(record));
      if (taken.some((sighting) => sighting !== undefined)) {
        order.push({ time: record.time, digest: record.digest, taken }, newest);
      } else {
        order.advance(newest);
      }
      observe(order.release());
      collect(newest - lateness);
    },
    drain: () => due.splice(0),
    finish() {
      observe(order.flush());
      return [...due.splice(0), ...fold.drain(Number.POSITIVE_INFINITY)];
    },
    get counts() {
      const evicted = detectors.reduce((sum, detector) => sum + detector.evicted, fold.forced);
      return { late: order.late, forced: order.forced, evicted };
    },
  };
}
