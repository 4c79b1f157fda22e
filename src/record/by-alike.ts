import type { FieldPath, NumberedValues } from '../types.ts';

/** What was found out of records, by what they are alike in (`NumberedValues.alike`): of each kind what was found last. */
export class ByAlike<V> {
  readonly #values: NumberedValues;
  #found: (V | undefined)[] = [];
  #round: number;
  /** Of the record that was looked for last; -1: it is like no other. */
  #alike = -1;

  constructor(values: NumberedValues) {
    this.#values = values;
    this.#round = values.round;
  }

  /** What was found for the record whose numbers begin at a place; `undefined`: it has to be found out. */
  find(numbersAt: number): V | undefined {
    if (this.#round !== this.#values.round) {
      this.#round = this.#values.round;
      this.#found = [];
    }
    this.#alike = this.#values.alike(numbersAt);
    return this.#alike < 0 ? undefined : this.#found[this.#alike];
  }

  /** Keeps what was found for the record that was looked for last. */
  keep(found: V): void {
    if (this.#alike < 0) return;
    // Without gaps: what has some is looked up by hash.
    while (this.#found.length < this.#alike) this.#found.push(undefined);
    this.#found[this.#alike] = found;
  }
}

/** Whether records that are alike have the same value at each of these paths; never where the paths aren't known. */
export function isToldBy(values: NumberedValues, paths: readonly FieldPath[] | undefined): boolean {
  return paths?.every((path) => values.tells(path) === 'value') === true;
}
