import { keptBy } from '../../collections/kept-by.ts';
import { ByAlike, isToldBy } from '../../record/by-alike.ts';
import { fieldPath } from '../../record/field-path.ts';
import { NumberedAnswers } from '../../record/numbered-answers.ts';
import type { AuditRecord, FieldPath, NumberedValues } from '../../types.ts';

/** How many kinds have numbers at once. */
const MOST = 131_072;

type KindOf = (record: AuditRecord, values: NumberedValues) => number;

/** The kinds of records by what they are alike in. */
const alikeIn = () => keptBy((values: NumberedValues) => new ByAlike<number>(values));

/** What is in the place of the list of kind 0, which is none. */
const NO_LIST = -1;

/** Numbers the kinds of records, from 1 on: a list of rules that match, and the values of some fields. */
export class Kinds {
  readonly #paths = new Map<number, readonly FieldPath[]>();
  readonly #kindsOf: (KindOf | undefined)[] = [];
  readonly #most: number;
  /** By kind: its list. */
  #lists = [NO_LIST];
  #alikeIn = alikeIn();

  constructor(most = MOST) {
    this.#most = most;
  }

  /** Whether it would be too many with one more. */
  get full(): boolean {
    return this.#lists.length > this.#most;
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
    const known = this.#alikeIn(values).find(numbersAt) ?? 0;
    // Where more decides which rules match than they are alike in, it may be that of another list.
    return this.#lists[known] === list ? known : (this.#kindsOf[list]?.(record, values) ?? 0);
  }

  /** Begins with the first number again. */
  renumber(): void {
    this.#begin();
    for (const [list, paths] of this.#paths) this.#open(list, paths);
  }

  /** Forgets what tells kinds apart as well: lists have other numbers. */
  clear(): void {
    this.#paths.clear();
    this.#kindsOf.length = 0;
    this.#begin();
  }

  #begin(): void {
    this.#lists = [NO_LIST];
    this.#alikeIn = alikeIn();
  }

  #open(list: number, paths: readonly FieldPath[]): void {
    const known = keptBy((values: NumberedValues) => ({
      answers: new NumberedAnswers<number>(values, paths),
      isTold: isToldBy(values, paths),
    }));
    this.#kindsOf[list] = (record, values) => {
      const { answers, isTold } = known(values);
      const kind = this.#kindAmong(answers, record, list);
      if (isTold && kind > 0) this.#alikeIn(values).keep(kind);
      return kind;
    };
  }

  #kindAmong(answers: NumberedAnswers<number>, record: AuditRecord, list: number): number {
    const number = answers.find(record);
    if (number >= 0) return answers.at(number);
    return answers.add(this.#lists.length) ? this.#lists.push(list) - 1 : 0;
  }
}
