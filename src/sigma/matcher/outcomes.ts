import type { Item } from './questions.ts';

/** Which items of one question hold, by number: values of which the same ones hold are alike to all rules. */
export interface Outcomes {
  /** The number of those of the items that hold; from 1 on. Throws what a test throws. */
  of(items: readonly Item[], holds: (item: Item) => boolean): number;
  /** The items that hold in an outcome. */
  held(id: number): Set<Item>;
}

/** Outcomes share their beginnings: each is the one without its last item, and that item. */
interface Outcome {
  readonly before: Outcome | undefined;
  readonly item: Item | undefined;
  /** 0 until it is asked for. */
  id: number;
  longer: Map<Item, Outcome> | undefined;
}

/** Bytes of an outcome and of what leads to it. */
const WEIGHT = 300;

/** No outcomes yet. Items must always come in the same order. Tells how much room it takes. */
export function createOutcomes(spend: (bytes: number) => void): Outcomes {
  const none: Outcome = { before: undefined, item: undefined, id: 0, longer: undefined };
  const byId: Outcome[] = [];
  const longer = (outcome: Outcome, item: Item): Outcome => {
    outcome.longer ??= new Map();
    let found = outcome.longer.get(item);
    if (found === undefined) {
      found = { before: outcome, item, id: 0, longer: undefined };
      outcome.longer.set(item, found);
      spend(WEIGHT);
    }
    return found;
  };
  return {
    of(items, holds) {
      let outcome = none;
      for (const item of items) if (holds(item)) outcome = longer(outcome, item);
      if (outcome.id === 0) outcome.id = byId.push(outcome);
      return outcome.id;
    },
    held(id) {
      const held = new Set<Item>();
      let outcome = byId[id - 1];
      for (; outcome?.item !== undefined; outcome = outcome.before) held.add(outcome.item);
      return held;
    },
  };
}
