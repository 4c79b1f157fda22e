import { isUtf8 } from 'node:buffer';
import { EventRecord } from '../record/event-record.ts';
import type { Found, JsonObject, Micros } from '../types.ts';
import { FLAG_WIDE, ROW_FLAGS, ROW_TIME } from './layout.ts';
import { ScannedRecord } from './scanned-record.ts';
import type { Scanner, Slab } from './scanner.ts';

/** As many bytes as must be zero behind the lines. */
const ZEROS = 16;
/** What counts bytes in the core has 32 bits, one of them for the sign. */
const LONGEST = 2 ** 31 - 1;

/** Where lines are put. */
export type Slabs = Pick<Scanner, 'acquire' | 'release'>;

/** Reads the lines of one input with a scanner that several inputs may share. */
export class LineScanner {
  /** The time of the latest record, 0 before there is one. */
  time: Micros = 0;
  readonly #scanner: Scanner;
  readonly #slabs: Slabs;
  readonly #longest: number;
  /** Where the lines at hand are. */
  #slab: Slab | undefined;
  /** How far the bytes at hand are from where they stand in the scanner's memory. */
  #shift = 0;
  #rows = 0;
  readonly #behind = Buffer.alloc(ZEROS);

  /** `longest`: records of more bytes are left to others. */
  constructor(scanner: Scanner, longest: number, slabs: Slabs = scanner) {
    this.#scanner = scanner;
    this.#longest = Math.min(longest, LONGEST);
    this.#slabs = slabs;
  }

  /** The records given so far are done with: other bytes will be at hand. */
  begin(): void {
    if (this.#slab !== undefined) this.#slabs.release(this.#slab);
    this.#slab = undefined;
  }

  /**
   * Reads lines from `from` on, as far as they are audit events in their usual form; `to` is behind the
   * last line feed, `offset` the input's offset of `from`. Gives where the first other line begins.
   */
  read(bytes: Buffer, from: number, to: number, offset: number, found: Found[]): number {
    const scanner = this.#scanner;
    this.#slab ??= this.#load(bytes, from, to);
    const { rows, most } = this.#slab;
    const start = rows + this.#rows * scanner.rowWords * 4;
    const [first, end] = [from + this.#shift, to + this.#shift];
    const { words, doubles, bytes: memory } = scanner.views;
    // What stands behind may be the beginning of a line, which is still wanted.
    memory.copy(this.#behind, 0, end, end + ZEROS);
    memory.fill(0, end, end + ZEROS);
    const count = scanner.core.scan(first, end, start, most - this.#rows, this.#longest);
    this.#behind.copy(memory, end);
    this.#rows += count;
    const lines = { scanner, numbers: scanner.numbers, shift: from + this.#shift - offset };
    let row = start / 4;
    for (let index = 0; index < count; index++, row += scanner.rowWords) {
      this.time = doubles[(row + ROW_TIME) / 2] as number;
      const record = new ScannedRecord(lines, row);
      const isWide = ((words[row + ROW_FLAGS] as number) & FLAG_WIDE) !== 0;
      found.push(isWide ? readAgain(record, bytes, from - offset) : record);
    }
    return scanner.core.stoppedAt() - this.#shift;
  }

  /** Puts all lines at hand into the scanner's memory, unless they are there. */
  #load(bytes: Buffer, from: number, to: number): Slab {
    const scanner = this.#scanner;
    const slab = this.#slabs.acquire(to - from);
    const memory = scanner.views.bytes;
    const { byteOffset } = bytes;
    const isThere =
      bytes.buffer === memory.buffer &&
      byteOffset + from >= slab.bytes &&
      byteOffset + to <= slab.bytes + slab.room;
    if (isThere) this.#shift = byteOffset;
    else {
      bytes.copy(memory, slab.bytes, from, to);
      this.#shift = slab.bytes - from;
    }
    this.#rows = 0;
    return slab;
  }
}

/** What is no UTF-8 counts as the text that it is read as; `start` is the input's start in `bytes`. */
function readAgain(record: ScannedRecord, bytes: Buffer, start: number): Found {
  const { offset, length, time } = record;
  const line = bytes.subarray(start + offset, start + offset + length);
  if (isUtf8(line)) return record;
  const event = JSON.parse(line.toString()) as JsonObject;
  return { record: new EventRecord(event, time, false), offset, length };
}
