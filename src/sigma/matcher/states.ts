import type { Form } from '../predicate.ts';
import type { DetectionRule } from '../rule-set.ts';
import { createFormulas, type Formula, type Formulas } from './formula.ts';
import type { Outcomes } from './outcomes.ts';
import { formOf, type Item, type Questions } from './questions.ts';
import type { RuleLists } from './rule-lists.ts';

/** How far rules are decided: which of them hold, what is left of others, and where to go from here. */
export interface State {
  readonly held: readonly number[];
  readonly open: readonly Open[];
  /** The rank of the question to ask next; -1 when all rules are decided. */
  readonly rank: number;
  /** The items of the question that matter here. */
  readonly wanted: readonly Item[];
  /** The states after outcomes, by their numbers, as far as they have been made. */
  readonly next: (State | undefined)[];
  /** Where an event without bodies gets to, once it is known: past all questions about them. */
  bodiless: State | undefined;
  /** The rules that hold, once all are decided. */
  readonly rules: readonly DetectionRule[];
}

/** An undecided rule. */
interface Open {
  readonly rule: number;
  readonly left: Formula;
  /** Both as text. */
  readonly key: string;
}

/** The states of some rules. */
export interface States {
  /** Nothing is known yet. */
  readonly first: State;
  /** Makes the state after an outcome, and the way there. */
  step(state: State, outcome: number): State;
}

/** Bytes of a transition, of a state, and of each rule in one. */
const WEIGHTS = { transition: 8, state: 500, rule: 30 } as const;

/** The first state; the others are made by `step`, each once. Tells how much room they take. */
export function createStates(
  all: readonly DetectionRule[],
  questions: Questions,
  outcomes: readonly Outcomes[],
  lists: RuleLists,
  spend: (bytes: number) => void,
): States {
  const formulas = createFormulas(spend);
  const known = new Map<string, State>();
  const stateOf = (held: readonly number[], open: readonly Open[]): State => {
    const key = `${held.join()} ${open.map((one) => one.key).join()}`;
    let state = known.get(key);
    if (state === undefined) {
      const rules = open.length === 0 ? lists(held) : [];
      state = { held, open, ...asked(open), next: [], bodiless: undefined, rules };
      known.set(key, state);
      spend(WEIGHTS.state + WEIGHTS.rule * (held.length + open.length));
    }
    return state;
  };
  /** Rules that are decided now are put where they belong. */
  const settled = (before: readonly number[], rest: readonly Open[]): State => {
    const held = rest.filter(({ left }) => left.kind === 'yes').map(({ rule }) => rule);
    const open = rest.filter(({ left }) => left.rank < Infinity);
    return stateOf(held.length === 0 ? before : [...before, ...held].sort((a, b) => a - b), open);
  };
  const start = all.map((rule, place) =>
    openOf(place, formulaOf(formOf(rule, place), formulas, questions.items)),
  );
  return {
    first: settled([], start),
    step(state, outcome) {
      const { rank, next } = state;
      const held = (outcomes[rank] as Outcomes).held(outcome);
      const rest = state.open.map((each) =>
        each.left.rank === rank ? openOf(each.rule, formulas.assume(each.left, held)) : each,
      );
      const after = settled(state.held, rest);
      for (; next.length <= outcome; spend(WEIGHTS.transition)) next.push(undefined);
      next[outcome] = after;
      return after;
    },
  };
}

function openOf(rule: number, left: Formula): Open {
  return { rule, left, key: `${rule}:${left.id}` };
}

/** The first question that an undecided rule depends on, and which of its items do matter. */
function asked(open: readonly Open[]): Pick<State, 'rank' | 'wanted'> {
  const rank = open.reduce((least, { left }) => Math.min(least, left.rank), Infinity);
  const items = new Set<Item>();
  const collect = ({ item, parts, rank: first }: Formula) => {
    if (first !== rank) return;
    if (item !== undefined) items.add(item);
    for (const part of parts) collect(part);
  };
  for (const { left } of open) collect(left);
  const wanted = [...items].sort((a, b) => a.index - b.index);
  return { rank: open.length === 0 ? -1 : rank, wanted };
}

function formulaOf(form: Form, formulas: Formulas, items: ReadonlyMap<string, Item>): Formula {
  if (form.kind === 'not') return formulas.not(formulaOf(form.part, formulas, items));
  if ('parts' in form) {
    const parts = form.parts.map((part) => formulaOf(part, formulas, items));
    return formulas.link(form.kind, parts);
  }
  return formulas.item(items.get(form.id) as Item);
}
