/** A value's place in a list, between the ones touched before and after it. */
export interface Place<T> {
  readonly value: T;
  older: Place<T> | undefined;
  newer: Place<T> | undefined;
  /** Whether it is in its list still. */
  there: boolean;
}

/** Values in the order in which they were last touched. Everything takes constant time. */
export class RecencyList<T> {
  #oldest: Place<T> | undefined;
  #newest: Place<T> | undefined;

  /** The value touched least recently. */
  get oldest(): T | undefined {
    return this.#oldest?.value;
  }

  /** Adds a value as the most recent. The place is how to touch and to remove it. */
  add(value: T): Place<T> {
    const place: Place<T> = { value, older: undefined, newer: undefined, there: true };
    this.#append(place);
    return place;
  }

  /** Makes a value of the list the most recent. */
  touch(place: Place<T>): void {
    if (place === this.#newest) return;
    this.#unlink(place);
    this.#append(place);
  }

  /** Takes a value out of the list. */
  remove(place: Place<T>): void {
    this.#unlink(place);
    place.there = false;
  }

  /** The values, the one touched least recently first. */
  *values(): Generator<T> {
    for (let place = this.#oldest; place !== undefined; place = place.newer) yield place.value;
  }

  #append(place: Place<T>): void {
    place.older = this.#newest;
    place.newer = undefined;
    if (this.#newest === undefined) this.#oldest = place;
    else this.#newest.newer = place;
    this.#newest = place;
  }

  #unlink(place: Place<T>): void {
    if (place.older === undefined) this.#oldest = place.newer;
    else place.older.newer = place.newer;
    if (place.newer === undefined) this.#newest = place.older;
    else place.newer.older = place.older;
  }
}
