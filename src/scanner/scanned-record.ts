import { resolve } from '../record/event-path.ts';
import type { AuditRecord, FieldPath, FoundRecord, Json, JsonObject, Micros } from '../types.ts';
import {
  KIND_NONE,
  KIND_PLAIN,
  ROW_DIGEST,
  ROW_FROM,
  ROW_LENGTH,
  ROW_NUMBERS,
  ROW_TIME,
  SPAN_FROM,
  SPAN_SIZE,
  SPAN_WORDS,
  UNNUMBERED,
} from './layout.ts';
import type { ScannerNumbers } from './numbers.ts';
import type { ScannerViews } from './views.ts';

/** The rows of a scanner, in this thread or in another. */
export interface ScannedRows {
  readonly views: ScannerViews;
  readonly slots: ReadonlyMap<FieldPath, number>;
  /** Where in a row the spans begin, in words. */
  readonly spans: number;
  /** The evidence of a row (in words) as JSON; `undefined` when it isn't that simple. */
  packed(row: number): string | undefined;
  /** Puts the same into doubles; how many bytes it took, or 0. See `AuditRecord.packInto`. */
  packInto(row: number, into: Float64Array, at: number): number;
}

/** Lines that were scanned together, and what their numbers belong to. */
export interface ScannedLines {
  readonly scanner: ScannedRows;
  readonly numbers: ScannerNumbers;
  /** What is to be taken from a byte in memory for its offset in the input. */
  readonly shift: number;
}

/**
 * A record over a row of a scanner: valid until the parser that gave it gets more bytes. It is its own find:
 * one object a record is a third less than two.
 */
export class ScannedRecord implements AuditRecord, FoundRecord {
  readonly #lines: ScannedLines;
  /** Where its row is, in words. */
  readonly row: number;
  #event: JsonObject | undefined;

  constructor(lines: ScannedLines, row: number) {
    this.#lines = lines;
    this.row = row;
  }

  get record(): AuditRecord {
    return this;
  }

  get offset(): number {
    return this.#word(ROW_FROM) - this.#lines.shift;
  }

  get length(): number {
    return this.#word(ROW_LENGTH);
  }

  get time(): Micros {
    return this.#lines.scanner.views.doubles[(this.row + ROW_TIME) / 2] as number;
  }

  get partial(): boolean {
    return false;
  }

  get values(): ScannerNumbers {
    return this.#lines.numbers;
  }

  get numbersAt(): number {
    return this.row + ROW_NUMBERS;
  }

  field(path: FieldPath): Json | undefined {
    const { scanner, numbers } = this.#lines;
    const slot = scanner.slots.get(path);
    if (slot === undefined) {
      return path.derived === undefined ? resolve(this.event, path) : path.derived.of(this);
    }
    const { words, bytes } = scanner.views;
    const number = words[this.numbersAt + slot] as number;
    if (number !== UNNUMBERED) return numbers.value(number);
    const span = this.#spanOf(slot);
    const size = words[span + SPAN_SIZE] as number;
    const kind = size & 3;
    if (kind === KIND_NONE) return resolve(this.event, path);
    const from = words[span + SPAN_FROM] as number;
    const to = from + (size >> 2);
    if (kind === KIND_PLAIN) return bytes.toString('latin1', from + 1, to - 1);
    return JSON.parse(bytes.toString('utf8', from, to)) as Json;
  }

  has(path: FieldPath): boolean {
    const { scanner, numbers } = this.#lines;
    const slot = scanner.slots.get(path);
    if (slot === undefined) return this.field(path) !== undefined;
    const { words } = scanner.views;
    const number = words[this.numbersAt + slot] as number;
    if (number !== UNNUMBERED) return number !== numbers.absent;
    const kind = (words[this.#spanOf(slot) + SPAN_SIZE] as number) & 3;
    return kind !== KIND_NONE || this.field(path) !== undefined;
  }

  get event(): JsonObject {
    if (this.#event === undefined) {
      const from = this.#word(ROW_FROM);
      const text = this.#lines.scanner.views.bytes.toString('utf8', from, from + this.length);
      this.#event = JSON.parse(text) as JsonObject;
    }
    return this.#event;
  }

  get raw(): string {
    const from = this.#word(ROW_FROM);
    return this.#lines.scanner.views.bytes.toString('latin1', from, from + this.length);
  }

  get digest(): string {
    const from = (this.row + ROW_DIGEST) * 4;
    return this.#lines.scanner.views.bytes.toString('hex', from, from + 16);
  }

  readDigest(into: Uint32Array | Int32Array, at = 0): void {
    const { words } = this.#lines.scanner.views;
    const from = this.row + ROW_DIGEST;
    for (let word = 0; word < 4; word++) into[at + word] = words[from + word] as number;
  }

  get packed(): string | undefined {
    return this.#lines.scanner.packed(this.row);
  }

  packInto(into: Float64Array, at: number): number {
    return this.#lines.scanner.packInto(this.row, into, at);
  }

  #spanOf(slot: number): number {
    return this.row + this.#lines.scanner.spans + slot * SPAN_WORDS;
  }

  #word(place: number): number {
    return this.#lines.scanner.views.words[this.row + place] as number;
  }
}
