import type { FieldPath } from '../../types.ts';
import type { CorrelationRule, DetectionRule } from '../rule-set.ts';

type Rule = DetectionRule | CorrelationRule;

/** Correlations and all that they refer to, each after those it refers to. */
export function inOrderOfReference(correlations: readonly CorrelationRule[]): CorrelationRule[] {
  const ordered = new Set<CorrelationRule>();
  const visit = (rule: Rule): void => {
    if (rule.kind === 'detection' || ordered.has(rule)) return;
    for (const referenced of rule.rules) visit(referenced);
    ordered.add(rule);
  };
  for (const rule of correlations) visit(rule);
  return [...ordered];
}

/**
 * The base rules of correlations, each with every path that is to be read from the records it matches:
 * its own, and those that apply to a correlation it is a base of, which hands its events on.
 */
export function pathsByBase(
  ordered: readonly CorrelationRule[],
): ReadonlyMap<DetectionRule, readonly FieldPath[]> {
  const bases = new Map<Rule, ReadonlySet<DetectionRule>>();
  const paths = new Map<DetectionRule, Set<FieldPath>>();
  const basesOf = (rule: Rule): ReadonlySet<DetectionRule> =>
    rule.kind === 'detection' ? new Set([rule]) : (bases.get(rule) ?? new Set());
  for (const correlation of ordered) {
    bases.set(correlation, new Set(correlation.rules.flatMap((rule) => [...basesOf(rule)])));
    for (const [position, rule] of correlation.rules.entries()) {
      for (const base of basesOf(rule)) {
        const wanted = paths.get(base) ?? new Set();
        paths.set(base, wanted);
        for (const path of pathsAt(correlation, position)) wanted.add(path);
      }
    }
  }
  return new Map([...paths].map(([base, wanted]) => [base, [...wanted]]));
}

function pathsAt(correlation: CorrelationRule, position: number): FieldPath[] {
  const fields = [...correlation.groupBy, ...correlation.condition.fields];
  return fields.flatMap((field) => field.paths[position] ?? []);
}
