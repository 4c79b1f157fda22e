import { ByAlike } from '../../record/by-alike.ts';
import type { AuditRecord, NumberedValues } from '../../types.ts';
import type { DetectionRule } from '../rule-set.ts';
import { createAnswers } from './answers.ts';
import { createNumbers, type Numbers } from './numbers.ts';
import { createOutcomes, type Outcomes } from './outcomes.ts';
import type { Questions } from './questions.ts';
import type { RuleLists } from './rule-lists.ts';
import { createShortcut, type Shortcut } from './shortcut.ts';
import { createStates, type State } from './states.ts';
import { createWalk } from './walk.ts';

/** Decides all rules of a record at once; see `createAutomaton`. */
export interface Automaton {
  /** The rules that match, in order. Throws what an item throws. */
  match(record: AuditRecord): readonly DetectionRule[];
  /** Whether what records are alike in decides all, as far as it was found out with a record like this one. */
  isTold(record: AuditRecord): boolean;
  /**
   * How much room it takes in bytes, roughly: what came with records, without the values that are
   * remembered, whose number is bounded.
   */
  readonly weight: number;
}

/** An automaton with its first state; the others are made as records come. */
export function createAutomaton(
  rules: readonly DetectionRule[],
  questions: Questions,
  lists: RuleLists,
): Automaton {
  let weight = 0;
  const spend = (bytes: number) => {
    weight += bytes;
  };
  const outcomes = questions.list.map(() => createOutcomes(spend));
  const answers = questions.list.map((question, rank) =>
    createAnswers(question, outcomes[rank] as Outcomes),
  );
  const states = createStates(rules, questions, outcomes, lists, spend);
  const numberedOf = byValues((values) => {
    const numbers = createNumbers(values, questions.list, answers);
    const shortcut = createShortcut(numbers, states, spend);
    return { values, numbers, shortcut, alike: new ByAlike<State>(values) };
  });
  weight = 0;
  const walk = createWalk(questions, answers, states);
  return {
    match(record) {
      const { values, numbersAt } = record;
      if (values === undefined || numbersAt === undefined) return walk.byFields(record);
      const { numbers, shortcut, alike } = numberedOf(values);
      if (numbers.refresh()) shortcut.refresh();
      let state = alike.find(numbersAt);
      if (state === undefined) {
        const begun = shortcut.take(numbersAt);
        state = walk.byNumbers(record, numbers, begun, true);
        alike.keep(state);
      }
      return state.rank < 0 ? state.rules : walk.byNumbers(record, numbers, state).rules;
    },
    isTold({ values, numbersAt }) {
      if (values === undefined || numbersAt === undefined) return false;
      return (numberedOf(values).alike.find(numbersAt)?.rank ?? 0) < 0;
    },
    get weight() {
      return weight;
    },
  };
}

/** What is known of a stream's values, and where it leads. */
interface Numbered {
  readonly values: NumberedValues;
  readonly numbers: Numbers;
  readonly shortcut: Shortcut;
  /** Where records get to by what they are alike in: of most that is all that rules look at. */
  readonly alike: ByAlike<State>;
}

/** Streams take turns, so that the last one is usually the next one; what ended is forgotten. */
function byValues(create: (values: NumberedValues) => Numbered) {
  const known = new WeakMap<NumberedValues, Numbered>();
  let last: Numbered | undefined;
  return (values: NumberedValues): Numbered => {
    if (last?.values === values) return last;
    last = known.get(values) ?? create(values);
    known.set(values, last);
    return last;
  };
}
