import type { NumberedAnswers } from '../../record/numbered-answers.ts';
import type { AuditRecord } from '../../types.ts';
import type { DetectionRule } from '../rule-set.ts';
import type { Answers } from './answers.ts';
import type { Numbers } from './numbers.ts';
import type { Questions } from './questions.ts';
import type { State, States } from './states.ts';

/** Walks a record through states until all rules are decided; gives those that match. */
export interface Walk {
  /** By the values of its fields. Throws what an item throws. */
  byFields(record: AuditRecord): readonly DetectionRule[];
  /**
   * By the numbers of its values, which begin at a place among the words of their stream, from a state on; gives where it
   * gets to. `onlyTold`: not past a question to which records that are alike may have other answers.
   */
  byNumbers(record: AuditRecord, numbers: Numbers, from: State, onlyTold?: boolean): State;
}

/** How many combinations of an item's fields are remembered; past it, they are found anew. */
const MOST_TOGETHER = 16_384;

/** A walk from the first of some states. */
export function createWalk({ list }: Questions, answers: readonly Answers[], states: States): Walk {
  const isOfBodies = list.map((question) => question.ofBodies);
  const absent: (number | undefined)[] = [];
  const next = (state: State, outcome: number): State =>
    state.next[outcome] ?? states.step(state, outcome);
  /** Most events have no bodies, and a hundred questions may be about them. */
  const pastBodies = (from: State): State => {
    let state = from;
    while (isOfBodies[state.rank] === true) {
      const outcome = (absent[state.rank] ??= (answers[state.rank] as Answers).ofValue(undefined));
      state = next(state, outcome);
    }
    return state;
  };
  const byField = (record: AuditRecord, state: State): State =>
    next(state, (answers[state.rank] as Answers).ofRecord(record, state.wanted));
  /** Where no number tells: by the numbers of several fields, if it depends on those, or by the record. */
  const byOthers = (
    record: AuditRecord,
    state: State,
    together: NumberedAnswers<number> | undefined,
  ): State => {
    if (together === undefined) return byField(record, state);
    const known = together.find(record);
    if (known >= 0) return next(state, together.at(known));
    const outcome = (answers[state.rank] as Answers).ofRecord(record, state.wanted);
    if (together.size >= MOST_TOGETHER) together.clear();
    else together.add(outcome);
    return next(state, outcome);
  };
  return {
    byFields(record) {
      let state = states.first;
      while (state.rank >= 0) state = byField(record, state);
      return state.rules;
    },
    byNumbers(record, numbers, from, onlyTold = false) {
      const { places, outcomes } = numbers;
      const { words } = numbers.values;
      const { numbersAt: at = 0 } = record;
      const isBodiless = hasNone(numbers, at);
      let state = from;
      for (let { rank } = state; rank >= 0; { rank } = state) {
        const isAbsent = isBodiless && isOfBodies[rank] === true;
        if (onlyTold && !isTold(numbers, rank, isAbsent)) break;
        const place = places[rank] as number;
        const number = place < 0 ? 0 : (words[at + place] as number);
        if (isAbsent) state = state.bodiless ??= pastBodies(state);
        else if (number === 0) state = byOthers(record, state, numbers.together[rank]);
        else {
          const outcome = outcomes[rank]?.[number] || numbers.learn(rank, number);
          state = state.next[outcome] ?? states.step(state, outcome);
        }
      }
      return state;
    },
  };
}

/** Whether records that are alike get the same answer to a question, about a body that is not there or anything else. */
function isTold({ told, tellsBodies }: Numbers, rank: number, isAbsent: boolean): boolean {
  return told[rank] === true || (isAbsent && tellsBodies);
}

/** Whether neither body is there, as far as numbers tell: asked of every record, so without a closure. */
function hasNone({ bodies, values: { words, absent } }: Numbers, at: number): boolean {
  for (const place of bodies) {
    if (place < 0 || words[at + place] !== absent) return false;
  }
  return true;
}
