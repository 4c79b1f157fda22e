import {
  addLeaf,
  type Digest,
  hashBytes,
  LEAF,
  memberPath,
  pathOfElement,
} from '../../record/digest-lanes.ts';
import { FLAG_WIDE } from '../layout.ts';
import type { Members } from './members.ts';
import type { PlainMemory } from './memory.ts';
import type { Row } from './row.ts';
import type { Text } from './text.ts';
import type { Wanted } from './wanted.ts';

/** Deeper events are read by somebody else. */
const DEEPEST = 64;
/** The most digits that every JSON number of this form keeps as a double. */
const MOST_DIGITS = 15;

/** What goes on behind the whole digits of a number: `.`, `E`, `e`. */
const FRACTION = new Set([0x2e, 0x45, 0x65]);

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const DOT = 0x2e;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

const LITERALS = [
  { letters: [...Buffer.from('true')], leaf: LEAF.true },
  { letters: [...Buffer.from('false')], leaf: LEAF.false },
  { letters: [...Buffer.from('null')], leaf: LEAF.null },
];

/** What a walk works on. */
export interface WalkParts {
  readonly memory: PlainMemory;
  readonly text: Text;
  readonly members: Members;
  readonly row: Row;
}

/**
 * JSON values: one walk checks the grammar, adds up the digest and fills the row. Each step gives the
 * place behind what it read, or 0 where the record is for somebody else.
 */
export class Walk {
  /** The digest so far. */
  readonly sum: Digest = new Int32Array(4);
  flags = 0;
  #serial = 0;
  #depth = 0;
  readonly #memory: PlainMemory;
  readonly #text: Text;
  readonly #members: Members;
  readonly #row: Row;
  /** The path of what is being read, by its depth. */
  readonly #paths = Array.from({ length: DEEPEST + 1 }, (): Digest => new Int32Array(4));
  readonly #number: Digest = new Int32Array(4);

  constructor({ memory, text, members, row }: WalkParts) {
    this.#memory = memory;
    this.#text = text;
    this.#members = members;
    this.#row = row;
  }

  /** Begins a record. */
  begin(): void {
    this.#serial = (this.#serial + 1) | 0;
    this.#depth = 0;
    this.flags = 0;
    this.sum.fill(0);
  }

  /** Reads the object behind the `{` before `start`; `wanted` reads the members whose keys `node` knows. */
  object(start: number, node: number, path: Digest, wanted?: Wanted): number {
    if (++this.#depth > DEEPEST) return 0;
    let at = this.#skip(start);
    if (this.#memory.byte(at) === CLOSE_OBJECT) {
      this.#leaf(path, path, LEAF.noMembers);
      this.#depth--;
      return at + 1;
    }
    const inner = this.#paths[this.#depth] as Digest;
    while (true) {
      at = this.#member(at, node, path, inner, wanted);
      if (at === 0) return 0;
      at = this.#skip(at);
      const byte = this.#memory.byte(at);
      if (byte === CLOSE_OBJECT) {
        this.#depth--;
        return at + 1;
      }
      if (byte !== COMMA) return 0;
      at = this.#skip(at + 1);
    }
  }

  #member(at: number, node: number, path: Digest, inner: Digest, wanted?: Wanted): number {
    if (this.#memory.byte(at) !== QUOTE) return 0;
    const end = this.#text.read(at + 1);
    if (end === 0) return 0;
    if (this.#text.wide) this.flags |= FLAG_WIDE;
    // Another spelling of a key may hide one that is asked for.
    if (node !== 0 && this.#text.escaped) return 0;
    memberPath(path, this.#text.hash, inner);
    const isNew = this.#members.add(inner, this.#serial);
    const colon = this.#skip(end + 1);
    if (!isNew || this.#memory.byte(colon) !== COLON) return 0;
    const child = wanted?.find(node, at + 1, end) ?? 0;
    if (child === 0 && this.#mayLeadIntoBody(at, end)) return 0;
    const from = this.#skip(colon + 1);
    if (child !== 0 && wanted !== undefined) return wanted.read(from, inner, child);
    return this.value(from, inner);
  }

  /** At the top, a key with a dot may be a way to a field of a body, for which no slot says so. */
  #mayLeadIntoBody(from: number, to: number): boolean {
    return this.#depth === 1 && this.#memory.bytes.subarray(from, to).includes(DOT);
  }

  /** Reads the array behind the `[` before `start`; its last element goes to the slot `last`, -1: none. */
  array(start: number, path: Digest, last: number): number {
    if (++this.#depth > DEEPEST) return 0;
    let at = this.#skip(start);
    if (this.#memory.byte(at) === CLOSE_ARRAY) {
      this.#leaf(path, path, LEAF.noElements);
      this.#depth--;
      return at + 1;
    }
    const inner = this.#paths[this.#depth] as Digest;
    for (let index = 1; ; index++) {
      const element = at;
      const end = this.value(at, pathOfElement(path, index, inner));
      if (end === 0) return 0;
      at = this.#skip(end);
      const byte = this.#memory.byte(at);
      if (byte === CLOSE_ARRAY) {
        if (last >= 0) this.#row.keep(last, element, end);
        this.#depth--;
        return at + 1;
      }
      if (byte !== COMMA) return 0;
      at = this.#skip(at + 1);
    }
  }

  /** Reads any value. */
  value(at: number, path: Digest): number {
    const byte = this.#memory.byte(at);
    if (byte === QUOTE) {
      const end = this.#text.read(at + 1);
      if (end === 0) return 0;
      if (this.#text.wide) this.flags |= FLAG_WIDE;
      this.#leaf(path, this.#text.hash, LEAF.string);
      return end + 1;
    }
    if (byte === OPEN_OBJECT) return this.object(at + 1, 0, path);
    if (byte === OPEN_ARRAY) return this.array(at + 1, path, -1);
    for (const { letters, leaf } of LITERALS) {
      if (byte !== letters[0]) continue;
      if (letters.some((letter, i) => this.#memory.byte(at + i) !== letter)) return 0;
      this.#leaf(path, path, leaf);
      return at + letters.length;
    }
    return this.#integer(at, path);
  }

  /** Whole numbers as JavaScript writes them; others are left to `JSON.parse`. */
  #integer(from: number, path: Digest): number {
    const { bytes } = this.#memory;
    const first = bytes[from] === MINUS ? from + 1 : from;
    let at = first;
    while (isDigit(bytes[at] as number)) at++;
    const digits = at - first;
    if (digits === 0 || digits > MOST_DIGITS) return 0;
    if (bytes[first] === ZERO && (digits > 1 || first !== from)) return 0;
    if (FRACTION.has(bytes[at] as number)) return 0;
    hashBytes(bytes, from, at, this.#number);
    this.#leaf(path, this.#number, LEAF.number);
    return at;
  }

  #leaf(path: Digest, value: Digest, kind: number): void {
    addLeaf(this.sum, path, value, kind);
  }

  #skip(from: number): number {
    const { bytes } = this.#memory;
    let at = from;
    while (bytes[at] === 0x20 || bytes[at] === 0x09) at++;
    return at;
  }
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 0x39;
}
