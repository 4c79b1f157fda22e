import { Reach, type Rule } from '../needs/rule-needs.ts';
import type { RuleInfo } from '../types.ts';
import type { Coverage } from './coverage.ts';

/** The catalogue with its rules as one JSON object; the levels of rules come from their conditions. */
export function coverageJson(coverage: Coverage, levels: Levels): object {
  const rule = (info: RuleInfo) => ({
    name: info.name,
    level: info.level,
    audit: levels.of(info)?.level ?? null,
    auditForAll: levels.of(info)?.full ?? null,
  });
  return {
    detections: coverage.groups.flatMap(({ title, detections }) =>
      detections.map(({ of, rules }) => ({ ...of, group: title, rules: rules.map(rule) })),
    ),
    chains: coverage.chains.map(({ of, rules }) => ({ ...of, rules: rules.map(rule) })),
    totals: coverage.totals,
  };
}

/** The level of audit that each rule needs. */
export class Levels {
  readonly #rules: ReadonlyMap<string, Rule>;
  readonly #reach: Reach;

  constructor(rules: readonly Rule[], reach = new Reach()) {
    this.#rules = new Map(rules.map((rule) => [rule.info.id, rule]));
    this.#reach = reach;
  }

  of({ id }: RuleInfo): ReturnType<Reach['level']> {
    const rule = this.#rules.get(id);
    return rule && this.#reach.level(rule);
  }

  /** As a word; hand-written detectors count requests, whose bodies they don't look at. */
  text(info: RuleInfo): string {
    return this.of(info)?.level ?? 'Metadata';
  }
}
