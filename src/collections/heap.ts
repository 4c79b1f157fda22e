/** A binary heap: the item that comes before all others is at hand, the rest wait. */
export interface Heap<T> {
  readonly size: number;
  /** The foremost item, left in place. */
  readonly top: T | undefined;
  push(item: T): void;
  /** Takes the foremost item out. */
  pop(): T | undefined;
}

/** An empty heap in the order that `before` gives; `push` and `pop` take logarithmic time. */
export function createHeap<T>(before: (a: T, b: T) => boolean): Heap<T> {
  const items: T[] = [];
  return {
    get size() {
      return items.length;
    },
    get top() {
      return items[0];
    },
    push(item) {
      items.push(item);
      rise(items, before);
    },
    pop() {
      const top = items[0];
      const last = items.pop();
      if (items.length > 0) {
        items[0] = last as T;
        sink(items, before);
      }
      return top;
    },
  };
}

/** Moves the last item up to its place. */
function rise<T>(items: T[], before: (a: T, b: T) => boolean): void {
  let at = items.length - 1;
  const item = items[at] as T;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!before(item, items[parent] as T)) break;
    items[at] = items[parent] as T;
    at = parent;
  }
  items[at] = item;
}

/** Moves the first item down to its place. */
function sink<T>(items: T[], before: (a: T, b: T) => boolean): void {
  const item = items[0] as T;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= items.length) break;
    const right = child + 1;
    if (right < items.length && before(items[right] as T, items[child] as T)) child = right;
    if (!before(items[child] as T, item)) break;
    items[at] = items[child] as T;
    at = child;
  }
  items[at] = item;
}
