import type { Micros } from '../../types.ts';
import type { BaselineRule } from '../rule-set.ts';
import { Histories } from './histories.ts';
import type { BaselineTaken, Look } from './plan.ts';
import type { Sought } from './sought.ts';

/** What bounds baselines. */
export interface BaselineLimits {
  /** How many histories and combinations all of them remember; past it, what was noted least recently goes. */
  readonly entries: number;
  /** How many combinations one history may have; past it, its own least recent one goes. */
  readonly perGroup: number;
}

/** A combination that is new, in a history that has learned for long enough. */
export interface News {
  /** The baseline's number. */
  readonly baseline: number;
  readonly what: Sought;
  /** How old the history is. */
  readonly age: Micros;
}

/** The histories of all baselines, within a bound on all together. */
export interface Keeper {
  /** Of each baseline, in their order. */
  readonly histories: readonly Histories[];
  /** Takes in an event; gives what is new. */
  see(taken: BaselineTaken, time: Micros): readonly News[];
  /** Gives up what is too much. */
  bound(): void;
  /** How often something was forgotten, for whatever reason. */
  readonly forgotten: number;
  /** How much was given up for want of room. */
  readonly evicted: number;
}

const NOTHING: readonly News[] = [];

/** No histories yet. */
export function createKeeper(rules: readonly BaselineRule[], limits: BaselineLimits): Keeper {
  let forgotten = 0;
  let givenUp = 0;
  const onForget = () => {
    forgotten++;
  };
  const { perGroup, entries } = limits;
  const histories = rules.map(({ expiry }) => new Histories({ expiry, perGroup, onForget }));

  const note = (baseline: number, what: Sought, time: Micros): Micros | undefined => {
    const age = (histories[baseline] as Histories).see(what, time);
    const { learning } = rules[baseline] as BaselineRule;
    return age === undefined || age < learning ? undefined : age;
  };
  const bound = () => {
    let size = histories.reduce((sum, one) => sum + one.size, 0);
    while (size > entries) {
      const gone = histories.reduce((a, b) => (b.oldest < a.oldest ? b : a)).giveUp();
      size -= gone;
      givenUp += gone;
    }
  };
  return {
    histories,
    see(taken, time) {
      const { looks } = taken.plan;
      let news = NOTHING;
      let isNoted = false;
      for (let number = 0; number < looks.length; number++) {
        const { baseline } = looks[number] as Look;
        const { step } = histories[baseline] as Histories;
        for (const what of taken.sought[number] as readonly Sought[]) {
          if (what.met !== undefined && time - what.met.last < step) continue;
          isNoted = true;
          const age = note(baseline, what, time);
          if (age !== undefined) news = [...news, { baseline, what, age }];
        }
      }
      if (isNoted) bound();
      taken.quietUntil = quietUntil(taken, histories);
      taken.forgotten = forgotten;
      return news;
    },
    bound,
    get forgotten() {
      return forgotten;
    },
    get evicted() {
      return histories.reduce((sum, { crowdedOut }) => sum + crowdedOut, givenUp);
    },
  };
}

/** When the first of what is sought is to be noted again. */
function quietUntil({ plan, sought }: BaselineTaken, histories: readonly Histories[]): Micros {
  let until = Number.POSITIVE_INFINITY;
  for (let number = 0; number < sought.length; number++) {
    const { step } = histories[(plan.looks[number] as Look).baseline] as Histories;
    for (const { met } of sought[number] as readonly Sought[]) {
      const last = met?.last ?? Number.NEGATIVE_INFINITY;
      if (last + step < until) until = last + step;
    }
  }
  return until;
}
