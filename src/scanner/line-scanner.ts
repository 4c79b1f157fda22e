import { isUtf8 } from 'node:buffer';
import { EventRecord } from '../record/event-record.ts';
import type { Found, JsonObject, Micros } from '../types.ts';
import { FLAG_WIDE, ROW_FLAGS, ROW_FROM, ROW_LENGTH, ROW_TIME } from './layout.ts';
import { ScannedRecord } from './scanned-record.ts';
import type { Scanner, Slab } from './scanner.ts';

/** As many bytes as must be zero behind the lines. */
const ZEROS = 16;

/** Reads the lines of one input with a scanner that several inputs may share. */
export class LineScanner {
  /** The time of the latest record, 0 before there is one. */
  time: Micros = 0;
  readonly #scanner: Scanner;
  readonly #longest: number;
  #slab: Slab | undefined;
  /** How far the bytes at hand are from where they stand in the scanner's memory. */
  #shift = 0;
  #loaded = false;
  #rows = 0;
  #epoch = 0;

  /** `longest`: records of more bytes are left to others. */
  constructor(scanner: Scanner, longest: number) {
    this.#scanner = scanner;
    this.#longest = longest;
  }

  /** The records of the last batch are done with: new bytes are at hand. */
  begin(): void {
    this.#loaded = false;
  }

  /**
   * Reads lines from `from` on, as far as they are audit events in their usual form; `to` is behind the
   * last line feed, `offset` the input's offset of `from`. Gives where the first other line begins.
   */
  read(bytes: Buffer, from: number, to: number, offset: number, found: Found[]): number {
    const scanner = this.#scanner;
    const slab = this.#load(bytes, from, to);
    const rowBytes = scanner.rowWords * 4;
    const start = slab.rows + this.#rows * rowBytes;
    const count = scanner.core.scan(
      from + this.#shift,
      to + this.#shift,
      start,
      slab.most - this.#rows,
      this.#longest,
    );
    const lines = { scanner, epoch: this.#epoch };
    let row = start / 4;
    for (let index = 0; index < count; index++, row += scanner.rowWords) {
      const at = (scanner.words[row + ROW_FROM] as number) - this.#shift;
      const length = scanner.words[row + ROW_LENGTH] as number;
      const wide = ((scanner.words[row + ROW_FLAGS] as number) & FLAG_WIDE) !== 0;
      this.time = scanner.doubles[(row + ROW_TIME) / 2] as number;
      const record =
        wide && !isUtf8(bytes.subarray(at, at + length))
          ? replaced(bytes, at, length, this.time)
          : new ScannedRecord(lines, row);
      found.push({ record, offset: offset + at - from, length });
    }
    this.#rows += count;
    return scanner.core.stoppedAt() - this.#shift;
  }

  /** The input has ended. */
  close(): void {
    if (this.#slab !== undefined) this.#scanner.release(this.#slab);
    this.#slab = undefined;
  }

  /** All lines at hand are put into the scanner's memory at once. */
  #load(bytes: Buffer, from: number, to: number): Slab {
    const scanner = this.#scanner;
    let slab = this.#slab;
    if (this.#loaded && slab !== undefined) return slab;
    scanner.numbers.renew();
    if (slab === undefined || slab.room < to - from) {
      this.close();
      slab = scanner.acquire(to - from);
      this.#slab = slab;
    }
    bytes.copy(scanner.bytes, slab.bytes, from, to);
    scanner.bytes.fill(0, slab.bytes + to - from, slab.bytes + to - from + ZEROS);
    this.#shift = slab.bytes - from;
    this.#loaded = true;
    this.#rows = 0;
    this.#epoch = scanner.numbers.epoch;
    return slab;
  }
}

/** What is no UTF-8 counts as the text that it is read as. */
function replaced(bytes: Buffer, at: number, length: number, time: Micros): EventRecord {
  return new EventRecord(
    JSON.parse(bytes.toString('utf8', at, at + length)) as JsonObject,
    time,
    false,
  );
}
