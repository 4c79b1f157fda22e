/**
 * Numbers tuples of whole numbers in the order in which they come, so that what is known of one can be kept
 * in an array. A tuple is written into `key` and then looked up: nothing is made for it.
 */
export class TupleTable {
  /** The tuple that is looked up or added. */
  readonly key: Int32Array;
  readonly #width: number;
  /** One after the other. */
  #tuples: Int32Array;
  /** Open addressing at half load: a tuple's number plus one, 0 where a slot is free. */
  #slots: Int32Array;
  #size = 0;

  /** For tuples of `width` numbers. */
  constructor(width: number) {
    this.#width = width;
    this.key = new Int32Array(width);
    this.#tuples = new Int32Array(FIRST * width);
    this.#slots = new Int32Array(FIRST * 2);
  }

  /** How many tuples it has. */
  get size(): number {
    return this.#size;
  }

  /** The number of the tuple in `key`; -1 when it isn't there. */
  find(): number {
    const { key } = this;
    const width = this.#width;
    const slots = this.#slots;
    const tuples = this.#tuples;
    const mask = slots.length - 1;
    for (let slot = hashOf(key) & mask; ; slot = (slot + 1) & mask) {
      const number = (slots[slot] as number) - 1;
      if (number < 0) return -1;
      let same = 0;
      for (let at = number * width; same < width && tuples[at + same] === key[same]; ) same++;
      if (same === width) return number;
    }
  }

  /** Adds the tuple in `key`, which must not be there; gives its number. */
  add(): number {
    if (this.#size * 2 === this.#slots.length) this.#grow();
    this.#tuples.set(this.key, this.#size * this.#width);
    this.#put(hashOf(this.key));
    return this.#size++;
  }

  /** Forgets all tuples, and gives back the room that they took. */
  clear(): void {
    this.#tuples = new Int32Array(FIRST * this.#width);
    this.#slots = new Int32Array(FIRST * 2);
    this.#size = 0;
  }

  #put(hash: number): void {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = this.#size + 1;
  }

  #grow(): void {
    const tuples = this.#tuples;
    const width = this.#width;
    const count = this.#size;
    this.#tuples = new Int32Array(tuples.length * 2);
    this.#tuples.set(tuples);
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (this.#size = 0; this.#size < count; this.#size++) {
      const at = this.#size * width;
      this.#put(hashOf(tuples.subarray(at, at + width)));
    }
  }
}

/** Room at first; it doubles. */
const FIRST = 32;

function hashOf(tuple: Int32Array): number {
  let hash = 0;
  for (let at = 0; at < tuple.length; at++) {
    hash = Math.imul(hash ^ (tuple[at] as number), 0x9e37_79b1);
    hash ^= hash >>> 15;
  }
  return hash;
}
