import { counted } from '../words.ts';
import { isGrave } from './grave.ts';
import type { What } from './what.ts';

const MOST_CLAUSES = 4;
const MOST_BENEFICIARIES = 50;

/** What an object did by all that was written into it: bounded, and the gravest never hides behind the rest. */
export class Clauses {
  /** In the order in which they were written last. */
  readonly #clauses = new Set<string>();
  readonly #grave = new Set<string>();
  #recent = new Set<string>();
  #dropped = 0;

  get size(): number {
    return this.#clauses.size;
  }

  add({ what, beneficiaries }: What): void {
    this.#clauses.delete(what);
    this.#clauses.add(what);
    if (this.#clauses.size > MOST_CLAUSES) this.#drop();
    if (beneficiaries.length === 0) return;
    this.#recent = new Set([...beneficiaries, ...this.#recent].slice(0, MOST_BENEFICIARIES));
    if (!isGrave(what)) return;
    for (const one of beneficiaries) {
      if (this.#grave.size < MOST_BENEFICIARIES) this.#grave.add(one);
    }
  }

  /** The last one is what is there now. */
  #drop(): void {
    const before = [...this.#clauses].slice(0, -1);
    const least = before.find((one) => !isGrave(one)) ?? before.at(-1);
    if (least !== undefined) this.#clauses.delete(least);
    this.#dropped++;
  }

  get what(): string {
    const more = this.#dropped === 0 ? '' : `; and ${counted(this.#dropped, 'other change')}`;
    return `${[...this.#clauses].join('; then ')}${more}`;
  }

  get beneficiaries(): string[] {
    return [...new Set([...this.#recent, ...this.#grave])];
  }
}
