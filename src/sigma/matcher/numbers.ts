import type { NumberedValues } from '../../types.ts';
import type { Answers } from './answers.ts';
import type { Question } from './questions.ts';

/** Outcomes by the numbers of one stream's values. */
export interface Numbers {
  readonly values: NumberedValues;
  /** By the rank of a question: at which slot a record has the number of its field's value; -1: nowhere. */
  readonly slots: readonly number[];
  /** The outcome of a numbered value for the question of a rank. */
  outcome(rank: number, number: number): number;
}

/** Room for this many numbers at first; it grows with the numbers that come. */
const FIRST_ROOM = 1024;

/** What is known of values by their numbers, until the numbers are given anew. */
export function createNumbers(
  values: NumberedValues,
  questions: readonly Question[],
  answers: readonly Answers[],
): Numbers {
  const tables = questions.map(() => new Uint16Array(0));
  let epoch = values.epoch;
  const learn = (rank: number, number: number): number => {
    const outcome = (answers[rank] as Answers).ofValue(values.value(number));
    let table = tables[rank] as Uint16Array<ArrayBuffer>;
    if (number >= table.length) {
      const room = Math.max(FIRST_ROOM, 2 ** Math.ceil(Math.log2(number + 1)));
      const larger = new Uint16Array(room);
      larger.set(table);
      tables[rank] = table = larger;
    }
    table[number] = outcome;
    return outcome;
  };
  return {
    values,
    slots: questions.map(({ path }) => (path === undefined ? -1 : values.slotOf(path))),
    outcome(rank, number) {
      if (epoch !== values.epoch) {
        for (const table of tables) table.fill(0);
        epoch = values.epoch;
      }
      return tables[rank]?.[number] || learn(rank, number);
    },
  };
}
