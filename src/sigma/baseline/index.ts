import type { Detector, Finding, Sighting } from '../../types.ts';
import { type Text, textOf } from '../correlation/values.ts';
import type { BaselineRule, RuleSet } from '../rule-set.ts';
import type { Histories } from './histories.ts';
import { type BaselineLimits, createKeeper, type News } from './keeper.ts';
import { historiesMemory, type Learned, ownerOf } from './memory.ts';
import { type BaselineTaken, createPlans } from './plan.ts';
import { remarkText } from './remark.ts';
import { groupIdOf, type Parts, partsOf } from './sought.ts';
import { takenPacking } from './taken-packing.ts';

export type { BaselineLimits } from './keeper.ts';
export { type Learned, ownerOf } from './memory.ts';
export type { BaselineTaken } from './plan.ts';

const NOTHING: readonly Finding[] = [];

/**
 * All baselines of a rule set as one detector: what was never seen before in a history, once the history
 * has learned for long enough, all in event time. `learned`: what those begin with that have no memory.
 */
export function createBaselines(
  rules: Pick<RuleSet, 'baselines'>,
  limits: BaselineLimits,
  learned: Learned = new Map(),
): Detector<BaselineTaken> {
  const { baselines } = rules;
  const plans = createPlans(baselines);
  const keeper = createKeeper(baselines, limits);
  const memories = baselines.map((rule, number) =>
    historiesMemory(keeper.histories[number] as Histories, {
      owner: ownerOf(rule),
      learned: learned.get(ownerOf(rule)) ?? [],
      bound: keeper.bound,
    }),
  );
  return {
    rules: baselines.map((rule) => rule.info),
    take: plans.take,
    reads: plans.reads,
    observe: (taken, sighting) =>
      sighting.time < taken.quietUntil && taken.forgotten === keeper.forgotten
        ? NOTHING
        : findingsIn(keeper.see(taken, sighting.time), baselines, sighting),
    get evicted() {
      return keeper.evicted;
    },
    durable: { name: 'baselines', ...takenPacking(baselines, plans), memories },
  };
}

type Told = News & Parts;

/** One finding for each baseline and history: what is new in one event has one cause. */
function findingsIn(
  news: readonly News[],
  baselines: readonly BaselineRule[],
  sighting: Sighting,
): readonly Finding[] {
  if (news.length === 0) return NOTHING;
  const told = news.map((one) => ({ ...one, ...partsOf(one.what.id) }));
  const causes = Map.groupBy(told, ({ baseline, group }) => `${baseline} ${groupIdOf(group)}`);
  return Array.from(causes.values(), (all) => {
    const [{ baseline, group, age }] = all as [Told, ...Told[]];
    const rule = baselines[baseline] as BaselineRule;
    const combinations = all.map((one) => one.values);
    const { time } = sighting;
    return {
      rule: rule.info,
      time,
      key: [...group, ...keyOf(combinations)],
      count: 1,
      firstSeen: time,
      lastSeen: time,
      witnesses: [sighting.witness()],
      remark: remarkText(rule, combinations, age),
    };
  });
}

/** The values themselves, or, of several combinations, all of them as one. */
function keyOf(combinations: readonly (readonly Text[])[]): readonly Text[] {
  const [only = [], ...others] = combinations;
  return others.length === 0 ? only : [textOf({ combinations })];
}
