import type { Digest } from '../../record/digest-lanes.ts';
import { LONGEST_NUMBERED, UNNUMBERED } from '../layout.ts';
import type { PlainMemory } from './memory.ts';

/** A value that isn't found so many places on gets no number: hashes can be made to meet. */
const TRIES = 64;
const FIRST = 2;
/** As many bytes as a value takes beside its own; the other core puts number and length there. */
const HEADER = 8;

/** Numbers for values that repeat, by the bytes they are written with. */
export class Numbering {
  /** The next number to be given. */
  next = FIRST;
  /** Whether a value went without a number, for want of room. */
  full = false;
  readonly #memory: PlainMemory;
  #table = 0;
  #mask = 0;
  #entries = 0;
  #limit = 0;
  #room = 0;
  #roomStart = 0;
  #roomEnd = 0;

  constructor(memory: PlainMemory) {
    this.#memory = memory;
  }

  /** Tells where things may stand: see `ScannerCore`. */
  prepare(
    table: number,
    slots: number,
    entries: number,
    numbers: number,
    room: number,
    roomSize: number,
  ): void {
    this.#table = table;
    this.#mask = slots - 1;
    this.#entries = entries;
    this.#limit = numbers;
    this.#roomStart = room;
    this.#roomEnd = room + roomSize;
    this.forget();
  }

  /** Begins anew: all numbers are void. */
  forget(): void {
    const first = this.#table >> 2;
    this.#memory.words.fill(0, first, first + (this.#mask + 1) * 2);
    this.next = FIRST;
    this.#room = this.#roomStart;
    this.full = false;
  }

  /** Where the bytes of a number stand. */
  from(number: number): number {
    return this.#memory.word(this.#entries, number * 2);
  }

  /** How many bytes a number stands for. */
  length(number: number): number {
    return this.#memory.word(this.#entries, number * 2 + 1);
  }

  /** The number of a value by its bytes; new ones get the next. */
  numberOf(from: number, length: number, hashed: Digest): number {
    if (length > LONGEST_NUMBERED) return UNNUMBERED;
    const hash = (hashed[0] as number) | 1;
    for (let tries = 0; tries < TRIES; tries++) {
      const place = this.#table + (((hash >>> 1) + tries) & this.#mask) * 8;
      const found = this.#memory.word(place);
      if (found === 0) return this.#add(place, hash, from, length);
      const number = this.#memory.word(place, 1);
      if (found !== hash || this.length(number) !== length) continue;
      if (this.#memory.isSame(this.from(number), from, length)) return number;
    }
    this.full = true;
    return UNNUMBERED;
  }

  #add(place: number, hash: number, from: number, length: number): number {
    const size = Math.ceil((HEADER + length) / 16) * 16;
    if (this.next >= this.#limit || this.#room + size > this.#roomEnd) {
      this.full = true;
      return UNNUMBERED;
    }
    const memory = this.#memory;
    memory.bytes.copyWithin(this.#room, from, from + length);
    memory.setWord(place, 0, hash);
    memory.setWord(place, 1, this.next);
    memory.setWord(this.#entries, this.next * 2, this.#room);
    memory.setWord(this.#entries, this.next * 2 + 1, length);
    this.#room += size;
    return this.next++;
  }
}
