import {
  ABSENT,
  EVIDENCE_FIELDS,
  KIND_NONE,
  KIND_OTHER,
  KIND_PLAIN,
  LONGEST_EVIDENCE,
  ROW_NUMBERS,
  SPAN_FROM,
  SPAN_SIZE,
  SPAN_WORDS,
  UNNUMBERED,
} from '../layout.ts';
import type { PlainMemory } from './memory.ts';

/** Places in the list of evidence. */
const RESOURCE = 3;
const USER = 7;
const IMPERSONATOR = 8;
const CODE = 11;
const PATH = 13;

const LONGEST_CODE = 15;

/** What an alert shows of an event, put together as JSON from the bytes of its fields. */
export class EvidenceWriter {
  readonly #memory: PlainMemory;
  #fields = 0;
  #output = 0;
  /** How far behind the beginning of a row its spans begin, in bytes. */
  #spans = 0;
  #row = 0;

  constructor(memory: PlainMemory) {
    this.#memory = memory;
  }

  /** Tells where the list of slots stands, where evidence may be written, and where in a row the spans begin, in words. */
  prepare(fields: number, output: number, spans: number): void {
    this.#fields = fields;
    this.#output = output;
    this.#spans = spans * 4;
  }

  /** Writes the evidence of a row; gives how many bytes it has, 0 when it isn't that simple. */
  write(row: number): number {
    this.#row = row;
    const slots = Array.from({ length: EVIDENCE_FIELDS }, (_, field) =>
      this.#memory.word(this.#fields, field),
    );
    if (slots.some((slot) => this.#isDeferred(slot))) return 0;
    const isThere = (field: number) => this.#kindOf(slots[field] as number) !== KIND_NONE;
    const impersonated = isThere(USER);
    const values = slots.map((slot, field) => {
      if (field === USER && !impersonated) return this.#value(slots[IMPERSONATOR] as number, field);
      if (field === IMPERSONATOR && !impersonated) return 'null';
      return field === PATH && isThere(RESOURCE) ? 'null' : this.#value(slot, field);
    });
    if (values.includes(undefined)) return 0;
    const text = Buffer.from(`[${values.join(',')}]`, 'latin1');
    this.#memory.bytes.set(text, this.#output);
    // Whoever copies it takes eight bytes at a time.
    this.#memory.bytes.fill(0, this.#output + text.length, this.#output + text.length + 8);
    return text.length;
  }

  #numberOf(slot: number): number {
    return this.#memory.word(this.#row, ROW_NUMBERS + slot);
  }

  #span(slot: number, word: number): number {
    return this.#memory.word(this.#row + this.#spans, slot * SPAN_WORDS + word);
  }

  #kindOf(slot: number): number {
    return this.#numberOf(slot) === ABSENT ? KIND_NONE : this.#span(slot, SPAN_SIZE) & 3;
  }

  /** Whether only the whole event can tell. */
  #isDeferred(slot: number): boolean {
    return this.#numberOf(slot) === UNNUMBERED && this.#kindOf(slot) === KIND_NONE;
  }

  /** A plain, short, not empty text, or the code, as JSON; `undefined` when it is something else. */
  #value(slot: number, field: number): string | undefined {
    const kind = this.#kindOf(slot);
    if (kind === KIND_NONE) return 'null';
    const from = this.#span(slot, SPAN_FROM);
    const size = this.#span(slot, SPAN_SIZE) >> 2;
    const isShort =
      field === CODE
        ? kind === KIND_OTHER && size <= LONGEST_CODE
        : kind === KIND_PLAIN && size > 2 && size <= LONGEST_EVIDENCE;
    if (!isShort) return undefined;
    const text = this.#memory.bytes.toString('latin1', from, from + size);
    if (field === CODE) return /^\d/.test(text) ? text : undefined;
    if (field !== PATH) return text;
    const path = text.replace(/[?].*$/, '"');
    // An empty path is no path: left to whoever knows what to make of it.
    return path.length > 2 ? path : undefined;
  }
}
