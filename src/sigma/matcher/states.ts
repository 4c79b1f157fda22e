import type { Form } from '../predicate.ts';
import type { DetectionRule } from '../rule-set.ts';
import { createFormulas, type Formula, type Formulas } from './formula.ts';
import type { Outcomes } from './outcomes.ts';
import { formOf, type Item, type Question, type Questions } from './questions.ts';

/** How far rules are decided: which of them hold, what is left of others, and where to go from here. */
export interface State {
  readonly held: readonly number[];
  readonly open: readonly Open[];
  /** What to ask next; nothing when all rules are decided. */
  readonly question: Question | undefined;
  /** The items of the question that matter here. */
  readonly wanted: readonly Item[];
  /** The states after outcomes, as far as they have been made. */
  readonly next: Map<number, State>;
  /** The rules that hold, once all are decided. */
  readonly rules: readonly DetectionRule[];
}

/** An undecided rule. */
interface Open {
  readonly rule: number;
  readonly left: Formula;
}

/** The states of some rules. */
export interface States {
  /** Nothing is known yet. */
  readonly first: State;
  /** Makes the state after an outcome, and the way there. */
  step(state: State, outcome: number): State;
  /** How much room they take, roughly, in bytes. */
  readonly weight: number;
}

/** The rules at an ascending list of places. */
export type RuleLists = (places: readonly number[]) => readonly DetectionRule[];

/** Bytes of a transition, a state, each rule in a state, and a formula. */
const WEIGHTS = { transition: 64, state: 500, rule: 30, formula: 250 } as const;

/** The first state; the others are made by `step`, each once. */
export function createStates(
  rules: readonly DetectionRule[],
  questions: Questions,
  outcomes: Outcomes,
  lists: RuleLists,
): States {
  const formulas = createFormulas();
  const known = new Map<string, State>();
  let weight = 0;
  const stateOf = (held: readonly number[], open: readonly Open[]): State => {
    const key = `${held.join()} ${open.map(({ rule, left }) => `${rule}:${left.id}`).join()}`;
    let state = known.get(key);
    if (state === undefined) {
      state = { held, open, ...asked(open, questions), next: new Map(), rules: [] };
      if (state.question === undefined) state = { ...state, rules: lists(held) };
      known.set(key, state);
      weight += WEIGHTS.state + WEIGHTS.rule * (held.length + open.length);
    }
    return state;
  };
  /** Rules that are decided now are put where they belong. */
  const settled = (before: readonly number[], rest: readonly Open[]): State => {
    const held = rest.filter(({ left }) => left.kind === 'yes').map(({ rule }) => rule);
    const open = rest.filter(({ left }) => left.rank < Infinity);
    return stateOf(held.length === 0 ? before : [...before, ...held].sort((a, b) => a - b), open);
  };
  const all = rules.map((rule, place) => ({
    rule: place,
    left: formulaOf(formOf(rule, place), formulas, questions.items),
  }));
  return {
    first: settled([], all),
    step(state, outcome) {
      const held = outcomes.held(outcome);
      const rest = state.open.map((each) =>
        each.left.rank === state.question?.rank
          ? { rule: each.rule, left: formulas.assume(each.left, held) }
          : each,
      );
      const next = settled(state.held, rest);
      state.next.set(outcome, next);
      weight += WEIGHTS.transition;
      return next;
    },
    get weight() {
      return weight + WEIGHTS.formula * formulas.size;
    },
  };
}

/** The first question that an undecided rule depends on, and which of its items do matter. */
function asked(open: readonly Open[], questions: Questions): Pick<State, 'question' | 'wanted'> {
  const rank = open.reduce((least, { left }) => Math.min(least, left.rank), Infinity);
  const items = new Set<Item>();
  const collect = ({ item, parts, rank: first }: Formula) => {
    if (first !== rank) return;
    if (item !== undefined) items.add(item);
    for (const part of parts) collect(part);
  };
  for (const { left } of open) collect(left);
  const wanted = [...items].sort((a, b) => a.index - b.index);
  return { question: questions.list[rank], wanted };
}

function formulaOf(form: Form, formulas: Formulas, items: ReadonlyMap<string, Item>): Formula {
  if (form.kind === 'not') return formulas.not(formulaOf(form.part, formulas, items));
  if ('parts' in form) {
    const parts = form.parts.map((part) => formulaOf(part, formulas, items));
    return formulas.link(form.kind, parts);
  }
  return formulas.item(items.get(form.id) as Item);
}
