import type { Micros } from '../types.ts';

/** What a pulse knows: since when it has been steady, and its last beat; -1: nothing yet. */
export type PulseState = readonly [since: Micros, last: Micros];

/** Something that comes again and again, and whether it does so steadily: without a pause longer than `pause`. */
export class Pulse {
  readonly #pause: Micros;
  #since: Micros;
  #last: Micros;

  constructor(pause: Micros, [since, last]: PulseState = [-1, -1]) {
    this.#pause = pause;
    this.#since = since;
    this.#last = last;
  }

  /** All it knows. */
  get state(): PulseState {
    return [this.#since, this.#last];
  }

  /** When it came last; -1: it never did. */
  get last(): Micros {
    return this.#last;
  }

  /** For how long it had been steady when it came last. */
  get steadyFor(): Micros {
    return this.#last - this.#since;
  }

  /** How long it has been silent at a time; 0 before it came first. */
  silence(time: Micros): Micros {
    return this.#last < 0 ? 0 : Math.max(0, time - this.#last);
  }

  /** It comes. What is older than its last beat came late and says nothing. */
  beat(time: Micros): void {
    if (time < this.#last) return;
    if (this.#last < 0 || time - this.#last > this.#pause) this.#since = time;
    this.#last = time;
  }

  /** Its steadiness begins anew with its next beat. */
  reset(): void {
    this.#since = -1;
    this.#last = -1;
  }
}
