import type { FieldPath, Json, NumberedValues } from '../types.ts';
import type { ScannerCore } from './core.ts';
import { ABSENT } from './layout.ts';

/** The values that a scanner has numbered. */
export class ScannerNumbers implements NumberedValues {
  readonly limit: number;
  epoch = 0;
  readonly #core: ScannerCore;
  readonly #slots: ReadonlyMap<FieldPath, number>;
  readonly #bytes: () => Buffer;
  #known: (Json | undefined)[] = [];

  constructor(
    core: ScannerCore,
    slots: ReadonlyMap<FieldPath, number>,
    limit: number,
    bytes: () => Buffer,
  ) {
    this.#core = core;
    this.#slots = slots;
    this.#bytes = bytes;
    this.limit = limit;
  }

  slotOf(path: FieldPath): number {
    return this.#slots.get(path) ?? -1;
  }

  value(number: number): Json | undefined {
    if (number <= ABSENT) return undefined;
    const known = this.#known[number];
    if (known !== undefined) return known;
    const from = this.#core.numberFrom(number);
    const to = from + this.#core.numberLength(number);
    const value = JSON.parse(this.#bytes().toString('utf8', from, to)) as Json;
    this.#known[number] = value;
    return value;
  }

  /** Where there was no room for a value, begins anew: between two batches of records only. */
  renew(): void {
    if (!this.#core.isFull()) return;
    this.#core.forgetNumbers();
    this.#known = [];
    this.epoch++;
  }
}
