import type { CorrelationRule, CorrelationType } from '../rule-set.ts';
import { highestCount, lowestCount } from './condition.ts';
import { LATEST } from './evidence-pool.ts';
import { numeric, single, type Text, tuple } from './values.ts';
import { WEIGHT, type Window } from './window.ts';
import { EventCountWindow, ValueCountWindow } from './window-counts.ts';
import { average, NumbersWindow, percentile, sum } from './window-numbers.ts';
import { ShareWindow } from './window-share.ts';
import { OrderedWindow, TemporalWindow } from './window-temporal.ts';

/** How the correlations of one type work. */
export interface Kind {
  /** What is measured of an event, from the texts of `condition.fields`; without it, the event is left out. */
  read(texts: readonly Text[]): string | undefined;
  /** An empty window. */
  open(): Window;
  /** The most that a window can weigh, or 0 where only the limit bounds it. */
  readonly heaviest: number;
  /** The least count on which the condition can hold, or 0 where the measure is no count. */
  readonly lowest: number;
  /** What a referenced correlation's event is: every event on which it holds, or only the one that made it hold. */
  readonly fedBy: 'holding' | 'rising';
  /**
   * Only an event of the first rule begins anything: others change nothing in a group that isn't there, and none is
   * kept for them.
   */
  readonly ordered: boolean;
  /** Whether events of equal value are repeats, of which evidence shows one of the latest; see `slackOf`. */
  readonly distinct: boolean;
  /** After how many more events of the value counted last the condition can't hold yet, nor show any of them. */
  rest(window: Window): number;
}

const nothing = (): string => '';

const PLAIN = {
  fedBy: 'rising',
  ordered: false,
  distinct: false,
  heaviest: 0,
  lowest: 0,
  rest: () => 0,
} as const;

/** More events than anybody sends. */
const ANY_NUMBER = 1e9;

const KINDS: Readonly<Record<CorrelationType, (rule: CorrelationRule) => Kind>> = {
  event_count: ({ condition }) => {
    const highest = highestCount(condition.bounds);
    const open = () => new EventCountWindow(highest);
    const lowest = lowestCount(condition.bounds);
    // Where no count meets the condition, windows hold no more than before.
    const rest = ({ count }: Window) => Math.min(lowest, highest) - LATEST - count;
    return { ...PLAIN, read: nothing, open, lowest, heaviest: highest * WEIGHT.time, rest };
  },
  value_count: ({ condition }) => {
    const highest = highestCount(condition.bounds);
    const open = () => new ValueCountWindow(highest);
    const lowest = lowestCount(condition.bounds);
    const heaviest = highest * WEIGHT.text;
    // That a value comes again changes no more than when it came last.
    const rest = ({ count }: Window) => (count < Math.min(lowest, highest) ? ANY_NUMBER : 0);
    return { ...PLAIN, read: tuple, open, lowest, heaviest, distinct: true, rest };
  },
  temporal: ({ rules }) => ({
    ...PLAIN,
    read: nothing,
    open: () => new TemporalWindow(),
    heaviest: rules.length * WEIGHT.evidence,
    fedBy: 'holding',
  }),
  temporal_ordered: ({ rules }) => ({
    ...PLAIN,
    read: nothing,
    open: () => new OrderedWindow(),
    ordered: true,
    heaviest: ((rules.length * (rules.length + 1)) / 2) * WEIGHT.evidence,
    fedBy: 'holding',
  }),
  value_sum: () => ({ ...PLAIN, read: numeric, open: () => new NumbersWindow(sum()) }),
  value_avg: () => ({ ...PLAIN, read: numeric, open: () => new NumbersWindow(average()) }),
  value_percentile: ({ condition: { percentile: percent } }) =>
    percent === undefined
      ? { ...PLAIN, read: single, open: () => new ShareWindow() }
      : { ...PLAIN, read: numeric, open: () => new NumbersWindow(percentile(percent)) },
};

/** How a rule's type works, for this rule. */
export function kindOf(rule: CorrelationRule): Kind {
  return KINDS[rule.type](rule);
}
