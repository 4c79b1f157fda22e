import type { Act } from './act.ts';
import type { Proof } from './report/common.ts';

/** As many of the first and of the last events prove a claim. */
const EACH = 5;

/** Gathers what proves one claim: the first and the last events, and how many there were. */
export class Proofs {
  readonly #first: string[] = [];
  #last: string[] = [];
  #count = 0;

  add({ id }: Pick<Act, 'id'>): void {
    this.#count++;
    if (this.#first.length < EACH) this.#first.push(id);
    else {
      if (this.#last.length === EACH) this.#last = this.#last.slice(1);
      this.#last.push(id);
    }
  }

  get count(): number {
    return this.#count;
  }

  /** Only of a claim that has an event: a proof of nothing is none. */
  get proof(): Proof {
    return { events: [...new Set([...this.#first, ...this.#last])], count: this.#count };
  }
}

/** One proof of several claims together. */
export function proofOf(proofs: readonly (Proof | null)[]): Proof | null {
  const all = proofs.filter((one) => one !== null);
  if (all.length === 0) return null;
  const events = [...new Set(all.flatMap((one) => one.events))];
  const shown =
    events.length <= 2 * EACH ? events : [...events.slice(0, EACH), ...events.slice(-EACH)];
  return { events: shown, count: all.reduce((sum, one) => sum + one.count, 0) };
}
