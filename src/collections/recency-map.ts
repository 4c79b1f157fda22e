import { type Place, RecencyList } from './recency-list.ts';

/** A key and its value. */
export interface Entry<V> {
  readonly key: string;
  readonly value: V;
}

/** What somebody remembers of a key, so that it need not be looked up again as long as it is there. */
export interface Bookmark<V> {
  place: Place<Entry<V>> | undefined;
}

/**
 * A map that knows which key was touched least recently, so that bounded state can give up the right
 * one. Everything takes constant time; a `Map` in insertion order would have to walk over its holes.
 */
export class RecencyMap<V> {
  readonly #places = new Map<string, Place<Entry<V>>>();
  readonly #entries = new RecencyList<Entry<V>>();

  /** How many keys there are. */
  get size(): number {
    return this.#places.size;
  }

  /** The key touched least recently, and its value. */
  get oldest(): Entry<V> | undefined {
    return this.#entries.oldest;
  }

  /** The value of a key. */
  get(key: string): V | undefined {
    return this.#places.get(key)?.value.value;
  }

  /** Keys and values, the key touched least recently first. */
  *entries(): Generator<Entry<V>> {
    yield* this.#entries.values();
  }

  /** The value of a key, which becomes the most recent. A bookmark is for one key of one map. */
  touch(key: string, bookmark?: Bookmark<V>): V | undefined {
    let place = bookmark?.place;
    if (place?.there !== true) {
      place = this.#places.get(key);
      if (bookmark !== undefined) bookmark.place = place;
    }
    if (place !== undefined) this.#entries.touch(place);
    return place?.value.value;
  }

  /** Sets the value of a key, which becomes the most recent. */
  set(key: string, value: V): void {
    this.delete(key);
    this.#places.set(key, this.#entries.add({ key, value }));
  }

  /** Removes a key; whether it was there. */
  delete(key: string): boolean {
    const place = this.#places.get(key);
    if (place === undefined) return false;
    this.#places.delete(key);
    this.#entries.remove(place);
    return true;
  }
}
