import type { AuditRecord, NumberedValues } from '../../types.ts';
import type { DetectionRule } from '../rule-set.ts';
import { type Answers, createAnswers } from './answers.ts';
import { createNumbers, type Numbers } from './numbers.ts';
import { createOutcomes } from './outcomes.ts';
import type { Question, Questions } from './questions.ts';
import { createStates, type RuleLists, type State } from './states.ts';

/** Decides all rules of a record at once; see `createAutomaton`. */
export interface Automaton {
  /** The rules that match, in order. Throws what an item throws. */
  match(record: AuditRecord): readonly DetectionRule[];
  /** Whether it has grown to a size in bytes, roughly, or to as many outcomes as there are numbers for. */
  fills(room: number): boolean;
}

/** Outcomes are numbered in 16 bits; some more come after the last check. */
const MOST_OUTCOMES = 60_000;
/** Bytes of what tells an outcome from others. */
const OUTCOME_WEIGHT = 150;

/** An automaton with its first state; the others are made as records come. */
export function createAutomaton(
  rules: readonly DetectionRule[],
  questions: Questions,
  lists: RuleLists,
): Automaton {
  const outcomes = createOutcomes();
  const answers = questions.list.map((question) => createAnswers(question, outcomes));
  const numbersOf = numbersByValues((values) => createNumbers(values, questions.list, answers));
  const states = createStates(rules, questions, outcomes, lists);
  const { first } = states;
  const outcomeOf = (
    record: AuditRecord,
    numbers: Numbers | undefined,
    { question, wanted }: State,
  ): number => {
    const { rank } = question as Question;
    const slot = numbers?.slots[rank] ?? -1;
    const number = slot < 0 ? 0 : (record.numberAt?.(slot) ?? 0);
    if (number > 0) return (numbers as Numbers).outcome(rank, number);
    return (answers[rank] as Answers).ofRecord(record, wanted);
  };
  return {
    match(record) {
      const numbers = record.values && numbersOf(record.values);
      let state = first;
      while (state.question !== undefined) {
        const outcome = outcomeOf(record, numbers, state);
        state = state.next.get(outcome) ?? states.step(state, outcome);
      }
      return state.rules;
    },
    fills(room) {
      const weight = states.weight + OUTCOME_WEIGHT * outcomes.size;
      return weight >= room || outcomes.count >= MOST_OUTCOMES;
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
