import { type Digest, hashBytes } from '../../record/digest-lanes.ts';
import type { PlainMemory } from './memory.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
const SPACE = 0x20;
/** The room for decoded text is looked at after so many bytes at most, as in `assembly/text.ts`. */
const BLOCK = 16;

/** What stands for what behind a backslash, by byte. */
const ESCAPES = new Map(
  Object.entries({
    '"': '"',
    '\\': '\\',
    '/': '/',
    n: '\n',
    t: '\t',
    r: '\r',
    b: '\b',
    f: '\f',
  }).map(([letter, plain]) => [letter.charCodeAt(0), plain.charCodeAt(0)]),
);

/** Reads strings: where they end, whether JSON allows what is in them, and their hash. */
export class Text {
  /** Of the string that was read last. */
  readonly hash: Digest = new Int32Array(4);
  escaped = false;
  wide = false;
  readonly #memory: PlainMemory;
  #scratch = 0;
  #scratchEnd = 0;
  /** Where decoded text goes on. */
  #to = 0;

  constructor(memory: PlainMemory) {
    this.#memory = memory;
  }

  /** Tells where decoded text may stand. */
  prepare(scratch: number, scratchSize: number): void {
    this.#scratch = scratch;
    this.#scratchEnd = scratch + scratchSize - 32;
  }

  /** Reads the string behind the quote before `from`; gives the place of the quote at its end, or 0. */
  read(from: number): number {
    const { bytes } = this.#memory;
    this.wide = false;
    let at = from;
    while (isPlain(bytes[at] as number)) at++;
    const byte = bytes[at] as number;
    this.escaped = byte === BACKSLASH;
    if (byte === BACKSLASH) return this.#readEscaped(from);
    if (byte !== QUOTE) return 0;
    this.#lookForWide(from, at);
    hashBytes(bytes, from, at, this.hash);
    return at;
  }

  #lookForWide(from: number, to: number): void {
    const { bytes } = this.#memory;
    for (let at = from; at < to && !this.wide; at++) this.wide = (bytes[at] as number) >= 0x80;
  }

  /** The same for a string with escapes, which is decoded for its hash. */
  #readEscaped(from: number): number {
    const { bytes } = this.#memory;
    let at = from;
    this.#to = this.#scratch;
    while (true) {
      if (this.#to > this.#scratchEnd) return 0;
      const start = at;
      while (at < start + BLOCK && isPlain(bytes[at] as number))
        bytes[this.#to++] = bytes[at++] as number;
      this.#lookForWide(start, at);
      if (at === start + BLOCK) continue;
      const byte = bytes[at] as number;
      if (byte === QUOTE) break;
      if (byte !== BACKSLASH) return 0;
      at = this.#unescape(at + 1);
      if (at === 0) return 0;
    }
    hashBytes(bytes, this.#scratch, this.#to, this.hash);
    return at;
  }

  /** Writes what the escape behind a backslash stands for; gives what comes after it, or 0. */
  #unescape(at: number): number {
    const byte = this.#memory.byte(at);
    if (byte === LETTER_U) return this.#unescapeUnicode(at + 1);
    const plain = ESCAPES.get(byte);
    if (plain === undefined) return 0;
    this.#put(plain);
    return at + 1;
  }

  /** A surrogate without its other half is written as if it were a character (WTF-8). */
  #unescapeUnicode(at: number): number {
    const { bytes } = this.#memory;
    const unit = this.#hexAt(at);
    if (unit < 0) return 0;
    const after = at + 4;
    if ((unit & 0xfc00) === 0xd800 && bytes[after] === BACKSLASH && bytes[after + 1] === LETTER_U) {
      const low = this.#hexAt(after + 2);
      if (low < 0) return 0;
      if ((low & 0xfc00) === 0xdc00) {
        this.#encode(0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff));
        return after + 6;
      }
    }
    this.#encode(unit);
    return after;
  }

  #encode(point: number): void {
    if (point < 0x80) return this.#put(point);
    if (point < 0x800) this.#put(0xc0 | (point >> 6));
    else {
      if (point < 0x10000) this.#put(0xe0 | (point >> 12));
      else {
        this.#put(0xf0 | (point >> 18));
        this.#put(0x80 | ((point >> 12) & 0x3f));
      }
      this.#put(0x80 | ((point >> 6) & 0x3f));
    }
    this.#put(0x80 | (point & 0x3f));
  }

  #put(byte: number): void {
    this.#memory.bytes[this.#to++] = byte;
  }

  /** Four hexadecimal digits as a number, or -1. */
  #hexAt(at: number): number {
    const digits = this.#memory.bytes.toString('latin1', at, at + 4);
    return /^[0-9a-f]{4}$/i.test(digits) ? Number.parseInt(digits, 16) : -1;
  }
}

function isPlain(byte: number): boolean {
  return byte >= SPACE && byte !== QUOTE && byte !== BACKSLASH;
}
