import type { Digest } from '../../record/digest-lanes.ts';
import type { PlainMemory } from './memory.ts';

/** A path that isn't found so many places on is not looked for any further: hashes can be made to meet. */
const TRIES = 64;

/** Which keys were seen in which record: of those that stand twice in an object, the last counts. */
export class Members {
  /** Whether a path went without a place, for want of room. */
  crowded = false;
  readonly #memory: PlainMemory;
  #table = 0;
  #mask = 0;
  #left = 0;

  constructor(memory: PlainMemory) {
    this.#memory = memory;
  }

  /** Tells where a table of `slots` (times 8 bytes) may stand. */
  prepare(table: number, slots: number): void {
    this.#table = table;
    this.#mask = slots - 1;
    this.forget();
  }

  /** Begins anew. */
  forget(): void {
    const first = this.#table >> 2;
    this.#memory.words.fill(0, first, first + (this.#mask + 1) * 2);
    this.#left = (this.#mask + 1) / 2;
    this.crowded = false;
  }

  /** Notes that a member is in a record; false: it was already, or there is no room. */
  add(path: Digest, serial: number): boolean {
    const place = this.#find(path);
    if (place === 0 || this.#memory.word(place, 1) === serial) return false;
    this.#memory.setWord(place, 1, serial);
    return true;
  }

  #find(path: Digest): number {
    const part = (path[0] as number) | 1;
    const slot = path[1] as number;
    for (let tries = 0; tries < TRIES; tries++) {
      const place = this.#table + ((slot + tries) & this.#mask) * 8;
      const found = this.#memory.word(place);
      if (found === part) return place;
      if (found !== 0) continue;
      if (this.#left === 0) break;
      this.#left--;
      this.#memory.setWord(place, 0, part);
      return place;
    }
    this.crowded = true;
    return 0;
  }
}
