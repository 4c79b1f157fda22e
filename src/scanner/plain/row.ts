import {
  KIND_NONE,
  KIND_OTHER,
  KIND_PLAIN,
  KIND_STRING,
  LIST_END,
  ROW_SLOTS,
  SLOT_FROM,
  SLOT_NUMBER,
  SLOT_SIZE,
  SLOT_WORDS,
  UNNUMBERED,
} from '../layout.ts';
import type { PlainMemory } from './memory.ts';
import type { Text } from './text.ts';

/** The row that is being filled. */
export class Row {
  /** Where it is. */
  at = 0;
  readonly #memory: PlainMemory;
  readonly #text: Text;

  constructor(memory: PlainMemory, text: Text) {
    this.#memory = memory;
    this.#text = text;
  }

  /** Leaves a list of slots to whoever knows the whole event. */
  defer(list: number): void {
    if (list === 0) return;
    for (let at = list; this.#memory.word(at) !== LIST_END; at += 4) {
      const place = this.#slotAt(this.#memory.word(at));
      this.#memory.setWord(place, SLOT_SIZE, KIND_NONE);
      this.#memory.setWord(place, SLOT_NUMBER, UNNUMBERED);
    }
  }

  /** Notes where the value that was read last stands; gives the slot, 0 where only the whole event can tell. */
  keep(slot: number, from: number, end: number): number {
    const place = this.#slotAt(slot);
    if (this.#memory.word(place, SLOT_NUMBER) === UNNUMBERED) return 0;
    let kind = KIND_OTHER;
    if (this.#memory.byte(from) === 0x22) {
      kind = this.#text.escaped || this.#text.wide ? KIND_STRING : KIND_PLAIN;
    }
    this.#memory.setWord(place, SLOT_FROM, from);
    this.#memory.setWord(place, SLOT_SIZE, ((end - from) << 2) | kind);
    this.#memory.setWord(place, SLOT_NUMBER, UNNUMBERED);
    return place;
  }

  #slotAt(slot: number): number {
    return this.at + (ROW_SLOTS + slot * SLOT_WORDS) * 4;
  }
}
