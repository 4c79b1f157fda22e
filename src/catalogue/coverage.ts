import type { RuleInfo } from '../types.ts';
import { ATTACKS, type Chain, type Detection, GROUPS } from './catalogue.ts';

/** What rules answer of the catalogue. */

/** A detection or a chain with the rules that answer it. */
export interface Answered<T> {
  readonly of: T;
  /** By name; those of another detection where it says so. */
  readonly rules: readonly RuleInfo[];
}

/** The catalogue with its rules. */
export interface Coverage {
  readonly groups: readonly {
    readonly letter: string;
    readonly title: string;
    readonly detections: readonly Answered<Detection>[];
  }[];
  readonly chains: readonly Answered<Chain>[];
  readonly totals: {
    readonly detections: { readonly answered: number; readonly all: number };
    readonly chains: { readonly answered: number; readonly all: number };
    readonly rules: number;
  };
}

/** How rules cover the catalogue, by their tags. */
export function coverageOf(rules: readonly RuleInfo[]): Coverage {
  const tagged = (code: string) =>
    rules
      .filter(({ tags }) => tags.includes(`satrap.${code}`))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  const answered = (of: Detection): Answered<Detection> => {
    const own = tagged(of.code);
    const { answeredBy } = of;
    return {
      of,
      rules: own.length > 0 || answeredBy === undefined ? own : tagged(answeredBy.code),
    };
  };
  const groups = GROUPS.map((group) => ({ ...group, detections: group.detections.map(answered) }));
  const chains = ATTACKS.map((of) => ({ of, rules: tagged(of.code) }));
  const count = (all: readonly { rules: readonly RuleInfo[] }[]) => ({
    answered: all.filter((one) => one.rules.length > 0).length,
    all: all.length,
  });
  return {
    groups,
    chains,
    totals: {
      detections: count(groups.flatMap(({ detections }) => detections)),
      chains: count(chains),
      rules: rules.length,
    },
  };
}
