import type { FieldPath, Json, NumberedValues } from '../types.ts';
import { ABSENT, SLOT_WORDS } from './layout.ts';
import type { ScannerViews } from './views.ts';

/** The values that a scanner has numbered. */
export class ScannerNumbers implements NumberedValues {
  readonly limit: number;
  epoch = 0;
  readonly #slots: ReadonlyMap<FieldPath, number>;
  readonly #views: ScannerViews;
  /** In words: for each number where its bytes stand, and how many there are. */
  readonly #entries: number;
  #known: (Json | undefined)[] = [];

  constructor(
    slots: ReadonlyMap<FieldPath, number>,
    views: ScannerViews,
    entries: number,
    limit: number,
  ) {
    this.#slots = slots;
    this.#views = views;
    this.#entries = entries;
    this.limit = limit;
  }

  get words(): Int32Array {
    return this.#views.words;
  }

  get stride(): number {
    return SLOT_WORDS;
  }

  get absent(): number {
    return ABSENT;
  }

  slotOf(path: FieldPath): number {
    return this.#slots.get(path) ?? -1;
  }

  value(number: number): Json | undefined {
    if (number <= ABSENT) return undefined;
    const known = this.#known[number];
    if (known !== undefined) return known;
    const { words, bytes } = this.#views;
    const from = words[this.#entries + number * 2] as number;
    const length = words[this.#entries + number * 2 + 1] as number;
    const value = JSON.parse(bytes.toString('utf8', from, from + length)) as Json;
    this.#known[number] = value;
    return value;
  }

  /** Numbers are given anew: those of another epoch are void. */
  turnTo(epoch: number): void {
    if (epoch === this.epoch) return;
    this.epoch = epoch;
    this.#known = [];
  }
}
