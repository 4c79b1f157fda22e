import { fieldPath } from '../../record/field-path.ts';
import type { AuditRecord, NumberedValues } from '../../types.ts';
import type { DetectionRule } from '../rule-set.ts';
import { type Answers, createAnswers } from './answers.ts';
import { createNumbers, type Numbers } from './numbers.ts';
import { createOutcomes, type Outcomes } from './outcomes.ts';
import type { Questions } from './questions.ts';
import { createStates, type RuleLists, type State } from './states.ts';

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
  const { first } = states;
  weight = 0;
  const outcomeOf = (
    record: AuditRecord,
    numbers: Numbers | undefined,
    { rank, wanted }: State,
  ): number => {
    const slot = numbers?.slots[rank] ?? -1;
    const number = slot < 0 ? 0 : (record.numberAt?.(slot) ?? 0);
    if (number === 0) return (answers[rank] as Answers).ofRecord(record, wanted);
    return numbers?.outcomes[rank]?.[number] || (numbers as Numbers).learn(rank, number);
  };
  const isOfBodies = questions.list.map((question) => question.ofBodies);
  const absent: (number | undefined)[] = [];
  /** Most events have no bodies, and a hundred questions may be about them. */
  const pastBodies = (from: State): State => {
    let state = from;
    while (state.rank >= 0 && isOfBodies[state.rank] === true) {
      const outcome = (absent[state.rank] ??= (answers[state.rank] as Answers).ofValue(undefined));
      state = state.next[outcome] ?? states.step(state, outcome);
    }
    return state;
  };
  return {
    match(record) {
      const numbers = record.values && numbersOf(record.values);
      numbers?.refresh();
      let state = first;
      while (state.rank >= 0) {
        if (isOfBodies[state.rank] === true && hasNoBodies(record)) {
          state = state.bodiless ??= pastBodies(state);
          continue;
        }
        const outcome = outcomeOf(record, numbers, state);
        state = state.next[outcome] ?? states.step(state, outcome);
      }
      return state.rules;
    },
    get weight() {
      return weight;
    },
  };
}

const REQUEST = fieldPath('requestObject');
const RESPONSE = fieldPath('responseObject');

function hasNoBodies(record: AuditRecord): boolean {
  return record.field(REQUEST) === undefined && record.field(RESPONSE) === undefined;
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
