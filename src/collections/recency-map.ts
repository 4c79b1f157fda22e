/** A key and its value. */
export interface Entry<V> {
  readonly key: string;
  readonly value: V;
}

/** A key's place in a map. */
interface Place<V> {
  readonly key: string;
  /** `undefined` once it isn't there any more: a bookmark must not keep it alive. */
  value: V | undefined;
  /** Whether it is in its map still. */
  there: boolean;
  /** When it was touched last, in touches, and when that was as far as the heap knows. */
  touched: number;
  placed: number;
}

/** What somebody remembers of a key, so that it need not be looked up again as long as it is there. */
export interface Bookmark<V> {
  place: Place<V> | undefined;
}

/** So many places that aren't there any more may lie in the heap, beside as many as are. */
const SPARE = 16;

/**
 * A map that knows which key was touched least recently, so that bounded state can give up the right
 * one. Touching only notes a number: a heap with the numbers as they were is put right as far as somebody
 * asks for the oldest key, which is seldom compared with touches.
 */
export class RecencyMap<V> {
  readonly #places = new Map<string, Place<V>>();
  /** A binary heap by `placed`, which is never above `touched`. */
  #heap: Place<V>[] = [];
  #touches = 0;

  /** How many keys there are. */
  get size(): number {
    return this.#places.size;
  }

  /** The key touched least recently, and its value. */
  get oldest(): Entry<V> | undefined {
    const heap = this.#heap;
    for (let top = heap[0]; top !== undefined; top = heap[0]) {
      if (top.there && top.placed === top.touched) return entryOf(top);
      if (top.there) top.placed = top.touched;
      else {
        const last = heap.pop() as Place<V>;
        if (heap.length === 0) break;
        heap[0] = last;
      }
      sink(heap);
    }
    return undefined;
  }

  /** The value of a key. */
  get(key: string): V | undefined {
    return this.#places.get(key)?.value;
  }

  /** Keys and values, the key touched least recently first. */
  *entries(): Generator<Entry<V>> {
    const places = [...this.#places.values()].sort((a, b) => a.touched - b.touched);
    for (const place of places) yield entryOf(place);
  }

  /** The value of a key, which becomes the most recent. A bookmark is for one key of one map. */
  touch(key: string, bookmark?: Bookmark<V>): V | undefined {
    let place = bookmark?.place;
    if (place === undefined || !place.there) {
      place = this.#places.get(key);
      if (bookmark !== undefined) bookmark.place = place;
      if (place === undefined) return undefined;
    }
    place.touched = ++this.#touches;
    return place.value;
  }

  /** Sets the value of a key, which becomes the most recent. */
  set(key: string, value: V): void {
    const known = this.#places.get(key);
    const touched = ++this.#touches;
    if (known !== undefined) {
      known.value = value;
      known.touched = touched;
      return;
    }
    const place = { key, value, there: true, touched, placed: touched };
    this.#places.set(key, place);
    // The most recent of all: it belongs at the end.
    this.#heap.push(place);
  }

  /** Removes a key; whether it was there. */
  delete(key: string): boolean {
    const place = this.#places.get(key);
    if (place === undefined) return false;
    place.there = false;
    place.value = undefined;
    this.#places.delete(key);
    if (this.#heap.length > 2 * this.#places.size + SPARE) this.#tidy();
    return true;
  }

  /** What is in order is a heap. */
  #tidy(): void {
    this.#heap = [...this.#places.values()].sort((a, b) => a.touched - b.touched);
    for (const place of this.#heap) place.placed = place.touched;
  }
}

function entryOf<V>({ key, value }: Place<V>): Entry<V> {
  return { key, value: value as V };
}

/** Moves the top down to where it belongs. */
function sink<V>(heap: Place<V>[]): void {
  const place = heap[0] as Place<V>;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    const right = child + 1;
    if (right < heap.length && placedAt(heap, right) < placedAt(heap, child)) child = right;
    if (placedAt(heap, child) >= place.placed) break;
    heap[at] = heap[child] as Place<V>;
    at = child;
  }
  heap[at] = place;
}

function placedAt<V>(heap: readonly Place<V>[], at: number): number {
  return (heap[at] as Place<V>).placed;
}
