import { FingerprintTable } from '../collections/fingerprint-table.ts';
import type { FieldPath, Json, NumberedValues, Telling } from '../types.ts';
import { ABSENT, ROW_FINGERPRINT, ROW_NUMBERS } from './layout.ts';
import type { ScannerViews } from './views.ts';

/** How many kinds of records are told apart at once. */
const MOST_ALIKE = 131_072;

/** The values that a scanner has numbered. */
export class ScannerNumbers implements NumberedValues {
  readonly limit: number;
  epoch = 0;
  /** Changes when fingerprints are numbered anew. */
  round = 0;
  readonly #slots: ReadonlyMap<FieldPath, number>;
  readonly #telling: ReadonlyMap<FieldPath, Telling>;
  readonly #alike = new FingerprintTable(MOST_ALIKE);
  readonly #views: ScannerViews;
  /** In words: for each number where its bytes stand, and how many there are. */
  readonly #entries: number;
  #known: (Json | undefined)[] = [];

  constructor(
    paths: {
      readonly slots: ReadonlyMap<FieldPath, number>;
      readonly telling: ReadonlyMap<FieldPath, Telling>;
    },
    views: ScannerViews,
    entries: number,
    limit: number,
  ) {
    this.#slots = paths.slots;
    this.#telling = paths.telling;
    this.#views = views;
    this.#entries = entries;
    this.limit = limit;
  }

  get words(): Int32Array {
    return this.#views.words;
  }

  get absent(): number {
    return ABSENT;
  }

  slotOf(path: FieldPath): number {
    return this.#slots.get(path) ?? -1;
  }

  tells(path: FieldPath): Telling | undefined {
    return this.#telling.get(path);
  }

  alike(numbersAt: number): number {
    return this.#alike.numberOf(this.#views.words, numbersAt - ROW_NUMBERS + ROW_FINGERPRINT);
  }

  /** When all numbers of `alike` are taken, they are given anew: between two batches, for records have them. */
  makeRoom(): void {
    if (this.#alike.isFull) this.#renew();
  }

  #renew(): void {
    this.#alike.clear();
    this.round++;
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
    this.#renew();
  }
}
