import type { AuditRecord, NumberedValues } from '../../types.ts';
import type { DetectionRule } from '../rule-set.ts';
import { createAnswers } from './answers.ts';
import { createNumbers, type Numbers } from './numbers.ts';
import { createOutcomes, type Outcomes } from './outcomes.ts';
import type { Questions } from './questions.ts';
import { createStates, type RuleLists } from './states.ts';
import { createWalk } from './walk.ts';

/** Decides all rules of a record at once; see `createAutomaton`. */
export interface Automaton {
  /** The rules that match, in order. Throws what an item throws. */
  match(record: AuditRecord): readonly DetectionRule[];
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
  const numbersOf = numbersByValues((values) => createNumbers(values, questions.list, answers));
  const states = createStates(rules, questions, outcomes, lists, spend);
  weight = 0;
  const walk = createWalk(questions, answers, states);
  return {
    match(record) {
      const { values, numbersAt } = record;
      if (values === undefined || numbersAt === undefined) return walk.byFields(record);
      const numbers = numbersOf(values);
      numbers.refresh();
      return walk.byNumbers(record, numbers, numbersAt);
    },
    get weight() {
      return weight;
    },
  };
}

/** Streams take turns, so that the last one is usually the next one; what ended is forgotten. */
function numbersByValues(create: (values: NumberedValues) => Numbers) {
  const known = new WeakMap<NumberedValues, Numbers>();
  let last: Numbers | undefined;
  return (values: NumberedValues): Numbers => {
    if (last?.values === values) return last;
    last = known.get(values) ?? create(values);
    known.set(values, last);
    return last;
  };
}
