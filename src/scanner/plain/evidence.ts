import {
  EVIDENCE_FIELDS,
  KIND_NONE,
  KIND_OTHER,
  KIND_PLAIN,
  LONGEST_EVIDENCE,
  ROW_SLOTS,
  SLOT_FROM,
  SLOT_NUMBER,
  SLOT_SIZE,
  SLOT_WORDS,
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

  constructor(memory: PlainMemory) {
    this.#memory = memory;
  }

  /** Tells where the list of slots stands, and where evidence may be written. */
  prepare(fields: number, output: number): void {
    this.#fields = fields;
    this.#output = output;
  }

  /** Writes the evidence of a row; gives how many bytes it has, 0 when it isn't that simple. */
  write(row: number): number {
    const slots = Array.from({ length: EVIDENCE_FIELDS }, (_, field) => this.#slotOf(row, field));
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
    return text.length;
  }

  #slotOf(row: number, field: number): number {
    const slot = this.#memory.word(this.#fields, field);
    return row + (ROW_SLOTS + slot * SLOT_WORDS) * 4;
  }

  #kindOf(slot: number): number {
    return this.#memory.word(slot, SLOT_SIZE) & 3;
  }

  /** Whether only the whole event can tell. */
  #isDeferred(slot: number): boolean {
    return this.#kindOf(slot) === KIND_NONE && this.#memory.word(slot, SLOT_NUMBER) === UNNUMBERED;
  }

  /** A plain, short, not empty text, or the code, as JSON; `undefined` when it is something else. */
  #value(slot: number, field: number): string | undefined {
    const kind = this.#kindOf(slot);
    if (kind === KIND_NONE) return 'null';
    const from = this.#memory.word(slot, SLOT_FROM);
    const size = this.#memory.word(slot, SLOT_SIZE) >> 2;
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
