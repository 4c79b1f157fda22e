/** Below this, what was taken out is not worth clearing away. */
const WORTH_CLEARING = 16;

/** A queue in an array; the room of what was taken out is given back when it is half of it. */
export class Deque<T> {
  #items: T[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  /** The one that was pushed before all others. */
  get first(): T | undefined {
    return this.#items[this.#head];
  }

  /** The one that was pushed after all others. */
  get last(): T | undefined {
    return this.size === 0 ? undefined : this.#items.at(-1);
  }

  /** All of them, the first one first. */
  toArray(): T[] {
    return this.#items.slice(this.#head);
  }

  /** Adds one at the end. */
  push(item: T): void {
    this.#items.push(item);
  }

  /** Takes the first one; constant time on average. */
  shift(): T | undefined {
    if (this.size === 0) return undefined;
    const item = this.#items[this.#head++];
    if (this.#head >= WORTH_CLEARING && this.#head * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
