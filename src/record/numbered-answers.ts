import { TupleTable } from '../collections/tuple-table.ts';
import type { AuditRecord, FieldPath, NumberedValues } from '../types.ts';

/** What was found out of records, by the numbers of all values that were looked at. */
export class NumberedAnswers<T> {
  readonly #answers: T[] = [];
  readonly #values: NumberedValues;
  /** Where a record has these numbers; -1: it has none. */
  readonly #places: readonly number[];
  readonly #table: TupleTable;
  #epoch: number;
  /** The record that was looked for last has all its numbers. */
  #isKnown = false;

  /** `paths`: all that is looked at; `undefined` where that isn't known, and no answer is kept. */
  constructor(values: NumberedValues, paths: readonly FieldPath[] | undefined) {
    this.#values = values;
    this.#epoch = values.epoch;
    this.#places = paths?.map((path) => values.slotOf(path)) ?? [-1];
    this.#table = new TupleTable(this.#places.length);
  }

  /** How many answers there are. */
  get size(): number {
    return this.#answers.length;
  }

  /** The number of the answer for a record; -1 when it has to be found out. */
  find(record: AuditRecord): number {
    if (this.#epoch !== this.#values.epoch) {
      this.#epoch = this.#values.epoch;
      this.clear();
    }
    const places = this.#places;
    const { words } = this.#values;
    const { numbersAt = 0 } = record;
    const { key } = this.#table;
    this.#isKnown = false;
    for (let index = 0; index < places.length; index++) {
      const place = places[index] as number;
      const number = place < 0 ? 0 : (words[numbersAt + place] as number);
      if (number === 0) return -1;
      key[index] = number;
    }
    this.#isKnown = true;
    return this.#table.find();
  }

  /** The answer with a number that `find` gave. */
  at(number: number): T {
    return this.#answers[number] as T;
  }

  /** Keeps the answer for the record that was looked for last, if it has all its numbers; whether it does. */
  add(answer: T): boolean {
    if (!this.#isKnown) return false;
    this.#table.add();
    this.#answers.push(answer);
    return true;
  }

  /** Forgets all answers. */
  clear(): void {
    this.#table.clear();
    this.#answers.length = 0;
  }
}
