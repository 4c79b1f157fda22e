import { createTimeOrder } from '../../../src/pipeline/time-order.ts';
import { fieldPath } from '../../../src/record/field-path.ts';
import { createCorrelations } from '../../../src/sigma/correlation/index.ts';
import { createMatcher } from '../../../src/sigma/matcher/index.ts';
import type {
  Comparison,
  CorrelationField,
  CorrelationRule,
  CorrelationType,
  DetectionRule,
} from '../../../src/sigma/rule-set.ts';
import type { AuditRecord, Detector, Finding, JsonObject, Moment } from '../../../src/types.ts';
import { all, detection, info, record, SECOND, sightingOf, TEN } from '../../pipeline/fixtures.ts';

/** A detection of events whose verb contains a text: one verb can be an event of several rules. */
export function onVerb(verb: string): DetectionRule {
  const path = fieldPath('verb');
  return detection(`on_${verb}`, (one) => JSON.stringify(one.field(path)).includes(verb));
}

/** What a test says of a correlation; the rest is usual. */
export interface Draft {
  readonly rules: readonly (DetectionRule | CorrelationRule)[];
  readonly name?: string;
  readonly alerts?: boolean;
  /** A name, or a name with one path for each rule. */
  readonly groupBy?: readonly (string | readonly [string, ...string[]])[];
  readonly seconds?: number;
  readonly bounds?: Partial<Record<Comparison, number>>;
  readonly fields?: Draft['groupBy'];
  readonly percentile?: number;
}

/** A correlation as a loader would resolve it. */
export function correlation(type: CorrelationType, draft: Draft): CorrelationRule {
  const { rules, alerts = true, groupBy = [], fields = [] } = draft;
  const bounds = Object.entries(draft.bounds ?? { gte: rules.length });
  return {
    kind: 'correlation',
    info: info(draft.name ?? type),
    alerts,
    place: { file: 'test.yml', line: 1 },
    version: JSON.stringify(draft),
    type,
    rules,
    groupBy: groupBy.map((field) => resolveField(field, rules.length)),
    timespan: (draft.seconds ?? 10) * SECOND,
    condition: {
      bounds: bounds.map(([operator, value]) => ({ operator: operator as Comparison, value })),
      fields: fields.map((field) => resolveField(field, rules.length)),
      percentile: draft.percentile,
    },
  };
}

function resolveField(field: string | readonly string[], rules: number): CorrelationField {
  if (typeof field !== 'string') {
    return { name: field[0] ?? '', paths: field.slice(1).map((path) => fieldPath(path)) };
  }
  return { name: field, paths: Array.from({ length: rules }, () => fieldPath(field)) };
}

/** An event some seconds after ten o'clock. */
export function at(seconds: number, verb: string, changes: JsonObject = {}): AuditRecord {
  return record(TEN + seconds * SECOND, { verb, ...changes });
}

/** An event of a user. */
export function by(username: string, seconds: number, verb: string): AuditRecord {
  return at(seconds, verb, { user: { username } });
}

/** A detector that looks for itself which of its base rules a record matches. */
export interface TestDetector extends Detector {
  takes(record: AuditRecord): unknown;
}

/** Correlations with room for everything. */
export function detectorOf(
  rules: readonly CorrelationRule[],
  windowEntries = 1_000_000,
): TestDetector {
  const detector = createCorrelations({ correlations: rules }, { windowEntries });
  const matcher = createMatcher([...basesOf(rules)]);
  const takes = (one: AuditRecord) => detector.take(one, matcher.match(one));
  return Object.assign<Detector, Pick<TestDetector, 'takes'>>(detector as Detector, { takes });
}

/** The detections that correlations refer to, through others or not. */
export function basesOf(rules: CorrelationRule['rules']): Set<DetectionRule> {
  return new Set(
    rules.flatMap((rule) => (rule.kind === 'detection' ? [rule] : [...basesOf(rule.rules)])),
  );
}

/** What waits for its turn. */
interface Taken extends Moment {
  readonly record: AuditRecord;
  readonly taken: unknown;
}

/** The findings of a detector on records in the order given, put into order of time on the way. */
export function findingsOf(
  detector: TestDetector,
  records: readonly AuditRecord[],
  lateness = 3600 * SECOND,
): Finding[] {
  const order = createTimeOrder<Taken>({ lateness, capacity: 1_000_000 });
  const findings: Finding[] = [];
  const observe = (waiting: readonly Taken[]) => {
    for (const { record: one, taken } of waiting) {
      findings.push(...detector.observe(taken, sightingOf(one)));
    }
  };
  for (const one of records) {
    const taken = detector.takes(one);
    const { time, digest } = one;
    if (taken !== undefined) order.push({ time, digest, record: one, taken });
    order.advance(one.time);
    observe(all(order.release));
  }
  observe(all(order.flush));
  return findings;
}

/** The findings of a detector on records exactly in the order given. */
export function findingsAsTheyCome(
  detector: TestDetector,
  records: readonly AuditRecord[],
): Finding[] {
  return records.flatMap((one) => {
    const taken = detector.takes(one);
    return taken === undefined ? [] : [...detector.observe(taken, sightingOf(one))];
  });
}

/** The findings of one correlation. */
export function run(rule: CorrelationRule, records: readonly AuditRecord[]): Finding[] {
  return findingsOf(detectorOf([rule]), records);
}

/** Seconds after ten o'clock. */
export function secondsOf(findings: readonly Finding[]): number[] {
  return findings.map((finding) => (finding.time - TEN) / SECOND);
}
