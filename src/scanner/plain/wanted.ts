import { type Digest, hashBytes } from '../../record/digest-lanes.ts';
import {
  ACT_ID,
  ACT_KIND,
  ACT_LAST,
  ACT_REFUSE,
  ACT_TIME,
  ACT_VERB,
  ACT_VERSION,
  CHILD_ACT,
  CHILD_BELOW,
  CHILD_KEY,
  CHILD_LENGTH,
  CHILD_NEXT,
  CHILD_NODE,
  CHILD_NUMBERED,
  CHILD_RIVALS,
  CHILD_SLOT,
  CHILD_TAKEN,
  NODE_BUCKETS,
} from '../layout.ts';
import type { Numbering } from './numbering.ts';
import { readTime } from './time.ts';
import type { Walk, WalkParts } from './walk.ts';

const QUOTE = 0x22;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
/** `"Event"` and `"audit.k8s.io/v1"`, in bytes. */
const EVENT_SIZE = 7;
const VERSION_SIZE = 17;

const DECLARED = (1 << ACT_KIND) | (1 << ACT_VERSION);
const SHAPED = (1 << ACT_ID) | (1 << ACT_VERB);
const TIMED = 1 << ACT_TIME;

/** Reads the members whose keys the key table knows. */
export class Wanted {
  readonly #parts: WalkParts;
  readonly #walk: Walk;
  readonly #numbering: Numbering;
  readonly #hash: Digest = new Int32Array(4);
  #event = 0;
  #version = 0;
  /** Which of the fields that make an event what it is were there: a bit for each act. */
  #marks = 0;

  constructor(parts: WalkParts, walk: Walk, numbering: Numbering) {
    this.#parts = parts;
    this.#walk = walk;
    this.#numbering = numbering;
  }

  /** Tells where the two texts stand that events declare themselves with. */
  prepare(event: number, version: number): void {
    this.#event = event;
    this.#version = version;
  }

  /** Begins a record. */
  begin(): void {
    this.#marks = 0;
  }

  /** An event says so with `kind` and `apiVersion`, or has neither and the fields of one. */
  get isEvent(): boolean {
    const marks = this.#marks;
    if ((marks & TIMED) === 0) return false;
    return (marks & DECLARED) === DECLARED || (marks & SHAPED) === SHAPED;
  }

  /** The child of a node for a key, or 0. */
  find(node: number, from: number, to: number): number {
    if (node === 0) return 0;
    const { memory } = this.#parts;
    const length = to - from;
    const bucket = length === 0 ? 0 : length + memory.byte(from) * 3 + memory.byte(to - 1) * 5;
    let child = memory.word(node, bucket & (NODE_BUCKETS - 1));
    while (child !== 0) {
      const isSame =
        memory.word(child, CHILD_LENGTH) === length &&
        memory.isSame(memory.word(child, CHILD_KEY), from, length);
      if (isSame) return child;
      child = memory.word(child, CHILD_NEXT);
    }
    return 0;
  }

  /** Reads the value of a child; gives what comes after it, or 0. */
  read(at: number, path: Digest, child: number): number {
    const { memory, row } = this.#parts;
    const act = memory.word(child, CHILD_ACT);
    if (act === ACT_REFUSE) return 0;
    row.defer(memory.word(child, CHILD_RIVALS));
    // No digest counts these two.
    const before = act === ACT_KIND || act === ACT_VERSION ? this.#walk.sum.slice() : undefined;
    const end = this.#below(at, path, child, act);
    if (end === 0) return 0;
    if (act >= ACT_KIND && act <= ACT_TIME && !this.#mark(act, at, end)) return 0;
    if (before !== undefined) this.#walk.sum.set(before);
    this.#keep(child, at, end);
    return end;
  }

  #below(at: number, path: Digest, child: number, act: number): number {
    const { memory, row } = this.#parts;
    const node = memory.word(child, CHILD_NODE);
    const byte = memory.byte(at);
    if (act === ACT_LAST && byte !== OPEN_ARRAY) return 0;
    if (byte === OPEN_ARRAY) {
      // What is asked for may lie in any of the elements.
      if (node !== 0) row.defer(memory.word(child, CHILD_BELOW));
      const last = act === ACT_LAST ? memory.word(child, CHILD_SLOT) + 1 : -1;
      return this.#walk.array(at + 1, path, last);
    }
    if (byte === OPEN_OBJECT && node !== 0) return this.#walk.object(at + 1, node, path, this);
    return this.#walk.value(at, path);
  }

  #keep(child: number, from: number, end: number): void {
    const { memory, row, text } = this.#parts;
    const slot = memory.word(child, CHILD_SLOT);
    const place = slot < 0 ? 0 : row.keep(slot, from, end);
    if (place === 0 || memory.word(child, CHILD_NUMBERED) === 0) return;
    const taken = this.#numbering.next;
    const isText = memory.byte(from) === QUOTE;
    if (!isText) hashBytes(memory.bytes, from, end, this.#hash);
    const hash = isText ? text.hash : this.#hash;
    memory.setWord(place, 0, this.#numbering.numberOf(from, end - from, hash));
    const given = this.#numbering.next - taken;
    memory.setWord(child, CHILD_TAKEN, memory.word(child, CHILD_TAKEN) + given);
  }

  /** Whether a field that makes an event what it is says what the scanner knows. */
  #mark(act: number, from: number, end: number): boolean {
    const { memory, row, text } = this.#parts;
    this.#marks |= 1 << act;
    const size = end - from;
    if (act === ACT_KIND) return size === EVENT_SIZE && memory.isSame(this.#event, from, size);
    if (act === ACT_VERSION)
      return size === VERSION_SIZE && memory.isSame(this.#version, from, size);
    if (act === ACT_TIME) return !text.escaped && readTime(memory, from, size, row.at);
    return size > 2 && memory.byte(from) === QUOTE;
  }
}
