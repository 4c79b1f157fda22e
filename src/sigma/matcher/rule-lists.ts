import type { DetectionRule } from '../rule-set.ts';

/** Gives the rules at places among all rules, the same array for the same places while there are not too many. */
export type RuleLists = (places: readonly number[]) => readonly DetectionRule[];

/** How many different sets of rules are remembered. */
const MOST_LISTS = 4096;

/** The same array for the same places, unless thousands of others come between. */
export function ruleLists(rules: readonly DetectionRule[]): RuleLists {
  const known = new Map<string, readonly DetectionRule[]>();
  return (places) => {
    const key = places.join();
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size >= MOST_LISTS) known.clear();
    const list = places.map((place) => rules[place] as DetectionRule);
    known.set(key, list);
    return list;
  };
}
