import { keptBy } from '../collections/kept-by.ts';
import { witnessOf } from '../record/evidence.ts';
import { fieldsOf } from '../sigma/fields.ts';
import { createMatcher } from '../sigma/matcher/index.ts';
import type { DetectionRule, RuleSet } from '../sigma/rule-set.ts';
import type {
  Alert,
  AuditRecord,
  Detector,
  FieldPath,
  Finding,
  Matched,
  Memory,
  Micros,
  RuleInfo,
} from '../types.ts';
import { findingOf } from './cause.ts';
import { createClock } from './clock.ts';
import { createFold } from './fold.ts';
import { countRule, type RuleCounts } from './rule-counts.ts';
import { createSightings, type SightingCounts } from './sightings.ts';
import { pathsRead } from './takers.ts';

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
  /** Gives an alert at its first sighting and again as it grows, instead of once when it is complete. */
  readonly prompt?: boolean;
}

/** What the bounds did to the stream so far; `evicted` counts alerts delivered too early as well. */
export interface EngineCounts extends SightingCounts {
  /** How often each rule held. */
  readonly matches: RuleCounts;
  /** How many alerts each rule gave; one that is given again is the same. */
  readonly alerts: RuleCounts;
  /** Rules that threw instead of answering: a bug, and the event counts as no match. */
  readonly errors: RuleCounts;
}

/** The one way from records to alerts, live and in replay. Synchronous, on event time only. */
export interface Engine {
  /** The fields that its rules ask records for. */
  readonly fields: readonly FieldPath[];
  inspect(record: AuditRecord): void;
  /** The alerts that no event within the allowed lateness can change any more; when prompt, new ones too. */
  drain(): Alert[];
  /** The alerts that changed since they were last given, complete or not. */
  flush(): Alert[];
  /** All that is left; the engine is not to be used after. */
  finish(): Alert[];
  readonly counts: EngineCounts;
  /** What it knows. */
  readonly memories: readonly Memory[];
}

/** An engine of rules and detectors. */
export interface RuleEngine extends Engine {
  /** All that its detectors look at of a record that matches these rules; `undefined` when one doesn't tell. */
  reads(matched: readonly Matched[]): readonly FieldPath[] | undefined;
}

/** Builds an engine; see `Engine`. */
export function createEngine(options: EngineOptions): RuleEngine {
  const { detectors, lateness, pending } = options;
  const { detections } = options.rules;
  const raisingAmong = keptBy((matched: readonly DetectionRule[]) =>
    matched.filter((rule) => rule.alerts && options.raises(rule.info)),
  );
  const sightings = createSightings(detectors, { lateness, capacity: pending });
  const fold = createFold(options.fold);
  const clock = createClock();
  const due: Alert[] = [];
  const matches = new Map<string, number>();
  const errors = new Map<string, number>();
  /** From this watermark on, a stretch is over. */
  let end = Number.NEGATIVE_INFINITY;

  const take = (findings: readonly Finding[]) => {
    for (const finding of findings) {
      if (!options.raises(finding.rule)) continue;
      countRule(matches, finding.rule);
      fold.add(finding);
    }
  };
  const matcher = createMatcher(detections, {
    onError: (rule) => countRule(errors, rule.info),
  });
  // At the ends of stretches only, so that nothing depends on how the input was cut into blocks.
  const collect = (time: Micros) => {
    if (time < end) return;
    end = (Math.floor(time / options.fold) + 1) * options.fold;
    due.push(...fold.drain(time));
  };
  const flush = () => [...due.splice(0), ...fold.drain(Number.POSITIVE_INFINITY)];

  return {
    fields: fieldsOf(options.rules),
    reads: (matched) => pathsRead(detectors, matched),
    inspect(record) {
      const matched = (record.matched as typeof detections | undefined) ?? matcher.match(record);
      if (matched.length > 0) {
        for (const { info } of raisingAmong(matched)) take([findingOf(info, witnessOf(record))]);
      }
      // Without a time there is no place in the order.
      if (record.time === 0) return;
      const newest = clock.tell(record.time);
      sightings.take(record, matched, newest);
      take(sightings.due());
      collect(newest - lateness);
    },
    drain: () => [...due.splice(0), ...(options.prompt ? fold.news() : [])],
    flush,
    finish() {
      take(sightings.rest());
      return flush();
    },
    get counts() {
      const { late, forced, evicted } = sightings.counts;
      const { alerts } = fold;
      return { late, forced, evicted: evicted + fold.forced, matches, alerts, errors };
    },
    memories: [clock.memory, fold.memory(infosOf(options)), ...sightings.memories],
  };
}

function infosOf({ rules, detectors }: EngineOptions): RuleInfo[] {
  const alone = rules.detections.map((rule) => rule.info);
  return [...alone, ...detectors.flatMap((detector) => detector.rules)];
}
