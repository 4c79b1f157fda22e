/**
 * What can be in a list, between what was touched before and after it: each carries its own links, for hundreds of
 * thousands of separate ones would take as much room again.
 */
export interface Linked<T> {
  older: T | undefined;
  newer: T | undefined;
}

/** Things in the order in which they were last touched, each in one list. Everything takes constant time. */
export class RecencyList<T extends Linked<T>> {
  #oldest: T | undefined;
  #newest: T | undefined;

  /** What was touched least recently. */
  get oldest(): T | undefined {
    return this.#oldest;
  }

  /** Adds something that is in no list, as the most recent. */
  add(one: T): void {
    one.older = this.#newest;
    one.newer = undefined;
    if (this.#newest === undefined) this.#oldest = one;
    else this.#newest.newer = one;
    this.#newest = one;
  }

  /** Makes something of the list the most recent. */
  touch(one: T): void {
    if (one === this.#newest) return;
    this.remove(one);
    this.add(one);
  }

  /** Takes something out of the list. */
  remove(one: T): void {
    const { older, newer } = one;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    one.older = undefined;
    one.newer = undefined;
  }

  /** All of it, what was touched least recently first. */
  *values(): Generator<T> {
    for (let one = this.#oldest; one !== undefined; one = one.newer) yield one;
  }
}
