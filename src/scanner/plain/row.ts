import {
  KIND_NONE,
  KIND_OTHER,
  KIND_PLAIN,
  KIND_STRING,
  LIST_END,
  ROW_NUMBERS,
  SPAN_FROM,
  SPAN_SIZE,
  SPAN_WORDS,
  UNNUMBERED,
} from '../layout.ts';
import type { PlainMemory } from './memory.ts';
import type { Text } from './text.ts';

/** The row that is being filled. */
export class Row {
  /** Where it is. */
  at = 0;
  /** How far behind the beginning of a row its spans begin, in bytes. */
  #spans = 0;
  readonly #memory: PlainMemory;
  readonly #text: Text;

  constructor(memory: PlainMemory, text: Text) {
    this.#memory = memory;
    this.#text = text;
  }

  /** Tells how many bytes behind the beginning of a row its spans begin. */
  prepare(spans: number): void {
    this.#spans = spans;
  }

  /** Leaves a list of slots to whoever knows the whole event. */
  defer(list: number): void {
    if (list === 0) return;
    for (let at = list; this.#memory.word(at) !== LIST_END; at += 4) {
      const slot = this.#memory.word(at);
      this.#memory.setWord(this.#spanAt(slot), SPAN_SIZE, KIND_NONE);
      this.#memory.setWord(this.#numberAt(slot), 0, UNNUMBERED);
    }
  }

  /** Notes where the value that was read last stands; gives where its number belongs, 0 where only the whole event can tell. */
  keep(slot: number, from: number, end: number): number {
    const place = this.#numberAt(slot);
    if (this.#memory.word(place) === UNNUMBERED) return 0;
    let kind = KIND_OTHER;
    if (this.#memory.byte(from) === 0x22) {
      kind = this.#text.escaped || this.#text.wide ? KIND_STRING : KIND_PLAIN;
    }
    const span = this.#spanAt(slot);
    this.#memory.setWord(span, SPAN_FROM, from);
    this.#memory.setWord(span, SPAN_SIZE, ((end - from) << 2) | kind);
    this.#memory.setWord(place, 0, UNNUMBERED);
    return place;
  }

  #numberAt(slot: number): number {
    return this.at + (ROW_NUMBERS + slot) * 4;
  }

  #spanAt(slot: number): number {
    return this.at + this.#spans + slot * SPAN_WORDS * 4;
  }
}
