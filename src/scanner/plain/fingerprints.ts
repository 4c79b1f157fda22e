import { type Digest, round } from '../../record/digest-lanes.ts';
import { ABSENT, ROW_FINGERPRINT, ROW_NUMBERS, UNNUMBERED } from '../layout.ts';
import type { PlainMemory } from './memory.ts';

const LANES = 4;

/** What tells records apart, of the values that have numbers, in four words. */
export class Fingerprints {
  readonly #memory: PlainMemory;
  readonly #print: Digest = new Int32Array(LANES);
  #key = 0;
  #telling = 0;
  /** How many numbers a row has. */
  #count = 0;

  constructor(memory: PlainMemory) {
    this.#memory = memory;
  }

  /** Tells where the key stands and, by slot, which numbers tell records apart, and how many bytes these are. */
  prepare(key: number, telling: number, size: number): void {
    this.#key = key;
    this.#telling = telling;
    this.#count = size / 4;
  }

  /** Puts the fingerprint of a row's numbers into it; zeros where a value that tells has none. */
  put(row: number): void {
    const memory = this.#memory;
    const print = this.#print;
    let isMissing = false;
    for (let lane = 0; lane < LANES; lane++) print[lane] = memory.word(this.#key, lane);
    for (let block = 0; block < this.#count; block += LANES) {
      for (let lane = 0; lane < LANES; lane++) {
        const told = memory.word(this.#telling, block + lane);
        const number = memory.word(row, ROW_NUMBERS + block + lane);
        isMissing ||= told < 0 && number === UNNUMBERED;
        print[lane] = (print[lane] as number) ^ toldOf(told, number);
      }
      round(print);
      round(print);
    }
    // The last numbers have to reach all words as well.
    round(print);
    round(print);
    for (let lane = 0; lane < LANES; lane++) {
      memory.setWord(row, ROW_FINGERPRINT + lane, isMissing ? 0 : (print[lane] as number));
    }
  }
}

/** What of a number tells records apart: all of it, or, as all ones, that nothing is there. */
function toldOf(told: number, number: number): number {
  if (told < 0) return number;
  return told > 0 && number === ABSENT ? -1 : 0;
}
