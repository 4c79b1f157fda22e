import { keptBy } from '../collections/kept-by.ts';
import { witnessOf } from '../record/evidence.ts';
import { fieldsOf } from '../sigma/fields.ts';
import { createMatcher, type Matcher } from '../sigma/matcher/index.ts';
import type { DetectionRule, RuleSet } from '../sigma/rule-set.ts';
import type {
  Alert,
  AuditRecord,
  Detector,
  FieldPath,
  Matched,
  Memory,
  Micros,
  RuleInfo,
} from '../types.ts';
import { findingOf } from './cause.ts';
import { createClock } from './clock.ts';
import { createFold } from './fold.ts';
import { createRaised } from './raised.ts';
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
  /** Takes records in the order in which they came: how they are cut into lists makes no difference. */
  inspect(records: readonly AuditRecord[]): void;
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
  const sightings = createSightings(detectors, { lateness, capacity: pending });
  const fold = createFold(options.fold);
  const clock = createClock();
  const due: Alert[] = [];
  const matches = new Map<string, number>();
  const errors = new Map<string, number>();
  /** From this watermark on, a stretch is over. */
  let end = Number.NEGATIVE_INFINITY;

  const raised = createRaised((finding) => {
    if (!options.raises(finding.rule)) return;
    countRule(matches, finding.rule);
    fold.add(finding);
  });
  const settle = () => {
    const { found, failure } = sightings.observe();
    raised.settle(found);
    if (failure !== undefined) throw failure.error;
  };
  const { match, raisingAmong } = matching(options, errors);
  // At the ends of stretches only, so that nothing depends on how the input was cut into blocks.
  const endAfter = (time: Micros) => (Math.floor(time / options.fold) + 1) * options.fold;
  const collect = (time: Micros) => {
    settle();
    end = endAfter(time);
    due.push(...fold.drain(time));
  };
  const flush = () => [...due.splice(0), ...fold.drain(Number.POSITIVE_INFINITY)];

  return {
    fields: fieldsOf(options.rules),
    reads: (matched) => pathsRead(detectors, matched),
    inspect(records) {
      // Where another engine left off, a stretch may be over already.
      end = endAfter(clock.newest - lateness);
      // Step by step: code and tables of one step stay in the processor's caches for all of them.
      const matched = records.map(match);
      const taken = records.map((record, at) => sightings.take(record, matched[at] as Rules));
      for (let at = 0; at < records.length; at++) {
        const record = records[at] as AuditRecord;
        for (const { info } of raisingAmong(matched[at] as Rules)) {
          raised.add(findingOf(info, witnessOf(record)), sightings.due);
        }
        // Without a time there is no place in the order.
        if (record.time === 0) continue;
        const newest = clock.tell(record.time);
        sightings.put(record, taken[at], newest);
        if (newest - lateness >= end) collect(newest - lateness);
      }
      settle();
    },
    drain: () => [...due.splice(0), ...(options.prompt ? fold.news() : [])],
    flush,
    finish() {
      while (sightings.rest()) settle();
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

type Rules = readonly DetectionRule[];

/** Which rules match a record, and which of them raise alerts. */
function matching({ rules, raises }: EngineOptions, errors: Map<string, number>) {
  let matcher: Matcher | undefined;
  // Made when first needed: mostly other threads match.
  const matchHere = (record: AuditRecord): Rules =>
    (matcher ??= createMatcher(rules.detections, {
      onError: (rule) => countRule(errors, rule.info),
    })).match(record);
  return {
    match: (record: AuditRecord): Rules =>
      (record.matched as Rules | undefined) ?? matchHere(record),
    raisingAmong: keptBy((matched: Rules) =>
      matched.filter((rule) => rule.alerts && raises(rule.info)),
    ),
  };
}

function infosOf({ rules, detectors }: EngineOptions): RuleInfo[] {
  const alone = rules.detections.map((rule) => rule.info);
  return [...alone, ...detectors.flatMap((detector) => detector.rules)];
}
