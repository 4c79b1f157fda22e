import type { RuleInfo } from '../types.ts';

/** A number for each rule, by its name: bounded by the rules that are loaded. */
export type RuleCounts = ReadonlyMap<string, number>;

/** Counts one for a rule. */
export function countRule(counts: Map<string, number>, { name }: RuleInfo): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
