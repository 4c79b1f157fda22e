import { keptBy } from '../../collections/kept-by.ts';
import { fieldPath } from '../../record/field-path.ts';
import { NumberedAnswers } from '../../record/numbered-answers.ts';
import type { AuditRecord, FieldPath, NumberedValues } from '../../types.ts';

/** How many kinds have numbers at once. */
const MOST = 131_072;

type KindOf = (record: AuditRecord) => number;

/** Numbers the kinds of records, from 1 on: a list of rules that match, and the values of some fields. */
export class Kinds {
  readonly #paths = new Map<number, readonly FieldPath[]>();
  readonly #kindsOf: (KindOf | undefined)[] = [];
  readonly #most: number;
  #count = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** Whether it would be too many with one more. */
  get full(): boolean {
    return this.#count >= this.#most;
  }

  /** From now on, these fields tell records with this list of rules apart. */
  learn(list: number, paths: readonly string[]): void {
    const compiled = paths.map(fieldPath);
    this.#paths.set(list, compiled);
    this.#open(list, compiled);
  }

  /** The kind of a record with this list; 0 where it is not learned, or not all values have numbers. */
  of(record: AuditRecord, list: number): number {
    return this.#kindsOf[list]?.(record) ?? 0;
  }

  /** Begins with the first number again. */
  renumber(): void {
    this.#count = 0;
    for (const [list, paths] of this.#paths) this.#open(list, paths);
  }

  /** Forgets what tells kinds apart as well: lists have other numbers. */
  clear(): void {
    this.#paths.clear();
    this.#kindsOf.length = 0;
    this.#count = 0;
  }

  #open(list: number, paths: readonly FieldPath[]): void {
    const known = keptBy((values: NumberedValues) => new NumberedAnswers<number>(values, paths));
    this.#kindsOf[list] = (record) => {
      if (record.values === undefined) return 0;
      const answers = known(record.values);
      const number = answers.find(record);
      if (number >= 0) return answers.at(number);
      return answers.add(this.#count + 1) ? ++this.#count : 0;
    };
  }
}
