import { createHeap } from '../../collections/heap.ts';
import type { Micros } from '../../types.ts';

/** What is kept of a group for its place among others. */
export interface Dated {
  readonly id: string;
  /** When its newest event was; it may move on at any time. */
  readonly newest: Micros;
  /** The same as it was when the group was put where it is: the heap's order, never later. */
  placed: Micros;
}

/**
 * Groups by when their newest events were, and of several with the same time by id. A group that gets one more event
 * only notes its time: a heap with the times as they were is put right as far as somebody asks for the oldest, which
 * is seldom compared with events.
 */
export class RecentGroups<G extends Dated> {
  readonly #groups = new Map<string, G>();
  readonly #heap = createHeap<G>(
    (a, b) => a.placed < b.placed || (a.placed === b.placed && a.id < b.id),
  );
  /** No group's newest event lies before it. */
  #bound: Micros = Number.POSITIVE_INFINITY;

  get(id: string): G | undefined {
    return this.#groups.get(id);
  }

  add(group: G): void {
    this.#groups.set(group.id, group);
    this.#place(group);
    this.#bound = Math.min(this.#bound, group.newest);
  }

  /** Takes out the oldest group but this one. */
  takeOldest(but: G): G | undefined {
    const isOther = this.#oldest !== but;
    if (!isOther) this.#heap.pop();
    const oldest = this.#take(this.#oldest);
    if (!isOther) this.#place(but);
    return oldest;
  }

  /** Takes out the oldest group, if its newest event lies before a time; mostly one comparison. */
  takeBefore(time: Micros): G | undefined {
    if (time <= this.#bound) return undefined;
    const oldest = this.#oldest;
    if (oldest !== undefined && oldest.newest < time) return this.#take(oldest);
    this.#bound = oldest?.newest ?? Number.POSITIVE_INFINITY;
    return undefined;
  }

  get #oldest(): G | undefined {
    const heap = this.#heap;
    for (let { top } = heap; top !== undefined; { top } = heap) {
      if (top.placed === top.newest) return top;
      heap.pop();
      this.#place(top);
    }
    return undefined;
  }

  #take(oldest: G | undefined): G | undefined {
    if (oldest === undefined) return undefined;
    this.#heap.pop();
    this.#groups.delete(oldest.id);
    return oldest;
  }

  #place(group: G): void {
    group.placed = group.newest;
    this.#heap.push(group);
  }
}
