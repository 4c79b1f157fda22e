/** Of a slot: three of a fingerprint's words, of which the first says where the slot is, and the number plus one; 0: free. */
const SLOT_WORDS = 4;

/** Slots at first; they double. */
const FIRST = 64;

/**
 * Numbers fingerprints in the order in which they come, up to so many, by the first 96 of their 128 bits: a slot is 16 bytes,
 * and a look-up is one place in memory.
 */
export class FingerprintTable {
  readonly #most: number;
  /** Open addressing at half load. */
  #slots = new Int32Array(FIRST * SLOT_WORDS);
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#size >= this.#most;
  }

  /** The number of the fingerprint at a place, a new one if need be; -1 where it is all zeros or there is no room. */
  numberOf(words: Int32Array, at: number): number {
    const slots = this.#slots;
    const first = words[at] as number;
    const second = words[at + 1] as number;
    const third = words[at + 2] as number;
    if ((first | second | third) === 0) return -1;
    const mask = slots.length - 1;
    let place = (first * SLOT_WORDS) & mask;
    while (slots[place + 3] !== 0) {
      if (slots[place] === first && slots[place + 1] === second && slots[place + 2] === third) {
        return (slots[place + 3] as number) - 1;
      }
      place = (place + SLOT_WORDS) & mask;
    }
    return this.isFull ? -1 : this.#add(place, words, at);
  }

  /** Forgets all of them. */
  clear(): void {
    this.#slots = new Int32Array(FIRST * SLOT_WORDS);
    this.#size = 0;
  }

  #add(place: number, words: Int32Array, at: number): number {
    const slots = this.#slots;
    for (let word = 0; word < 3; word++) slots[place + word] = words[at + word] as number;
    slots[place + 3] = ++this.#size;
    if (this.#size * 2 * SLOT_WORDS > slots.length) this.#grow();
    return this.#size - 1;
  }

  #grow(): void {
    const from = this.#slots;
    const slots = new Int32Array(from.length * 2);
    const mask = slots.length - 1;
    for (let at = 0; at < from.length; at += SLOT_WORDS) {
      if (from[at + 3] === 0) continue;
      let place = ((from[at] as number) * SLOT_WORDS) & mask;
      while (slots[place + 3] !== 0) place = (place + SLOT_WORDS) & mask;
      for (let word = 0; word < SLOT_WORDS; word++) slots[place + word] = from[at + word] as number;
    }
    this.#slots = slots;
  }
}
