import { fieldPath } from '../../../src/record/field-path.ts';
import { createBaselines, type Learned } from '../../../src/sigma/baseline/index.ts';
import { createMatcher } from '../../../src/sigma/matcher/index.ts';
import type { BaselineRule, CorrelationField, DetectionRule } from '../../../src/sigma/rule-set.ts';
import type { AuditRecord, Detector } from '../../../src/types.ts';
import { info, SECOND } from '../../pipeline/fixtures.ts';
import { onVerb, type TestDetector } from '../correlation/builder.ts';

/** What a test says of a baseline; the rest is usual. Times are in seconds. */
export interface Draft {
  readonly rules?: readonly DetectionRule[];
  readonly name?: string;
  /** A name, or a name with one path for each rule. */
  readonly groupBy?: readonly (string | readonly [string, ...string[]])[];
  readonly fields?: Draft['groupBy'];
  readonly learning?: number;
  readonly expiry?: number;
}

/** Every event is one of it. */
export const ANY: DetectionRule = onVerb('');

/** A baseline as a loader would resolve it: what verbs a user has used, learning for 100 s, for 3200 s. */
export function baseline(draft: Draft = {}): BaselineRule {
  const { rules = [ANY], groupBy = ['user.username'], fields = ['verb'] } = draft;
  const field = (one: string | readonly string[]): CorrelationField =>
    typeof one === 'string'
      ? { name: one, paths: rules.map(() => fieldPath(one)) }
      : { name: one[0] ?? '', paths: one.slice(1).map((path) => fieldPath(path)) };
  return {
    kind: 'baseline',
    info: info(draft.name ?? 'first_seen'),
    place: { file: 'test.yml', line: 1 },
    version: JSON.stringify([rules.map(({ version }) => version), groupBy, fields]),
    rules,
    groupBy: groupBy.map(field),
    fields: fields.map(field),
    learning: (draft.learning ?? 100) * SECOND,
    expiry: (draft.expiry ?? 3200) * SECOND,
  };
}

/** Room for everything. */
export const ROOM = { entries: 1_000_000, perGroup: 1_000_000 };

/** Baselines as a detector that looks for itself which of its base rules a record matches. */
export function detectorOf(
  baselines: readonly BaselineRule[],
  limits = ROOM,
  learned?: Learned,
): TestDetector {
  const detector = createBaselines({ baselines }, limits, learned);
  const matcher = createMatcher([...new Set(baselines.flatMap(({ rules }) => rules))]);
  const takes = (one: AuditRecord) => detector.take(one, matcher.match(one));
  return Object.assign<Detector, Pick<TestDetector, 'takes'>>(detector as Detector, { takes });
}
