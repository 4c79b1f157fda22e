import { keptBy } from '../../collections/kept-by.ts';
import { isToldBy } from '../../record/by-alike.ts';
import { fieldPath } from '../../record/field-path.ts';
import { NumberedAnswers } from '../../record/numbered-answers.ts';
import type { AuditRecord, FieldPath, NumberedValues } from '../../types.ts';

/** How many kinds have numbers at once. */
const MOST = 131_072;

/** The kinds of records with one list. */
interface KindsOfList {
  of(record: AuditRecord, values: NumberedValues): number;
  /** Whether all records that are alike in these values are of the same. */
  isTold(values: NumberedValues): boolean;
}

/** Numbers the kinds of records, from 1 on: a list of rules that match, and the values of some fields. */
export class Kinds {
  readonly #paths = new Map<number, readonly FieldPath[]>();
  readonly #kindsOf: (KindsOfList | undefined)[] = [];
  readonly #most: number;
  #next = 1;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** Whether it would be too many with one more. */
  get full(): boolean {
    return this.#next > this.#most;
  }

  /** From now on, these fields tell records with this list of rules apart. */
  learn(list: number, paths: readonly string[]): void {
    const compiled = paths.map(fieldPath);
    this.#paths.set(list, compiled);
    this.#open(list, compiled);
  }

  /** The kind of a record with this list; 0 where it is not learned, or not all values have numbers. */
  of(record: AuditRecord, list: number): number {
    const { values, numbersAt } = record;
    if (values === undefined || numbersAt === undefined) return 0;
    return this.#kindsOf[list]?.of(record, values) ?? 0;
  }

  /** Whether all records with this list that are alike in these values are of one kind. */
  isTold(values: NumberedValues, list: number): boolean {
    return this.#kindsOf[list]?.isTold(values) === true;
  }

  /** Begins with the first number again. */
  renumber(): void {
    this.#next = 1;
    for (const [list, paths] of this.#paths) this.#open(list, paths);
  }

  /** Forgets what tells kinds apart as well: lists have other numbers. */
  clear(): void {
    this.#next = 1;
    this.#paths.clear();
    this.#kindsOf.length = 0;
  }

  #open(list: number, paths: readonly FieldPath[]): void {
    const answersIn = keptBy(
      (values: NumberedValues) => new NumberedAnswers<number>(values, paths),
    );
    this.#kindsOf[list] = {
      of: (record, values) => this.#kindAmong(answersIn(values), record),
      isTold: keptBy((values: NumberedValues) => isToldBy(values, paths)),
    };
  }

  #kindAmong(answers: NumberedAnswers<number>, record: AuditRecord): number {
    const number = answers.find(record);
    if (number >= 0) return answers.at(number);
    return answers.add(this.#next) ? this.#next++ : 0;
  }
}
