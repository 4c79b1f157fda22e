import { createHeap } from '../../collections/heap.ts';
import type { Micros } from '../../types.ts';

/** What is kept of a group for its place among others. */
export interface Dated {
  readonly id: string;
  /** When its newest event was. */
  readonly newest: Micros;
  /** The same as far as the heap knows: never later. */
  placed: Micros;
  /** Whether it is among the groups still. */
  there: boolean;
}

/** So many groups that are gone may lie in the heap, beside as many as are there. */
const SPARE = 16;

/**
 * Groups by when their newest events were. A group that gets one more only notes its time: a heap with the times
 * as they were is put right as far as somebody asks for the oldest, which is seldom compared with events.
 */
export class RecentGroups<G extends Dated> {
  readonly #groups = new Map<string, G>();
  #heap = emptyHeap<G>();
  /** No group's newest event lies before it. */
  #bound: Micros = Number.POSITIVE_INFINITY;

  get(id: string): G | undefined {
    return this.#groups.get(id);
  }

  /** The group whose newest event is the oldest; of several, that of the least id. */
  get oldest(): G | undefined {
    const heap = this.#heap;
    for (let { top } = heap; top !== undefined; { top } = heap) {
      if (top.there && top.placed === top.newest) return top;
      heap.pop();
      if (top.there) this.#place(top);
    }
    return undefined;
  }

  add(group: G): void {
    this.#groups.set(group.id, group);
    this.#place(group);
    this.#bound = Math.min(this.#bound, group.newest);
  }

  delete(group: G): void {
    group.there = false;
    this.#groups.delete(group.id);
    if (this.#heap.size > 2 * this.#groups.size + SPARE) this.#tidy();
  }

  /** The oldest group, if its newest event lies before a time; mostly one comparison. */
  before(time: Micros): G | undefined {
    if (time <= this.#bound) return undefined;
    const { oldest } = this;
    if (oldest !== undefined && oldest.newest < time) return oldest;
    this.#bound = oldest?.newest ?? Number.POSITIVE_INFINITY;
    return undefined;
  }

  #place(group: G): void {
    group.placed = group.newest;
    this.#heap.push(group);
  }

  #tidy(): void {
    this.#heap = emptyHeap();
    for (const group of this.#groups.values()) this.#place(group);
  }
}

function emptyHeap<G extends Dated>() {
  return createHeap<G>((a, b) => a.placed < b.placed || (a.placed === b.placed && a.id < b.id));
}
