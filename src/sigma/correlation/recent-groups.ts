import { type Bookmark, RecencyMap } from '../../collections/recency-map.ts';
import type { Micros } from '../../types.ts';

/** What is kept of a group for its place among others. */
export interface Dated {
  readonly id: string;
  /** When its newest event was. */
  newest: Micros;
  /** Whether it was touched last by an event older than another group's. */
  behind: boolean;
}

/** Groups by when they were touched, which is mostly the order of their newest events. */
export class RecentGroups<G extends Dated> {
  readonly #groups = new RecencyMap<G>();
  /** The newest event of all groups. */
  #newest: Micros = Number.NEGATIVE_INFINITY;
  /** How many groups are behind. */
  #behind = 0;
  /** While no group is behind, none's newest event lies before it. */
  #bound: Micros = Number.POSITIVE_INFINITY;

  get(id: string): G | undefined {
    return this.#groups.get(id);
  }

  /** The group touched least recently. */
  get oldest(): G | undefined {
    return this.#groups.oldest?.value;
  }

  /** The group of an id, touched by an event at a time; `bookmark`: of this id. */
  touch(id: string, time: Micros, bookmark?: Bookmark<G>): G | undefined {
    const group = this.#groups.touch(id, bookmark);
    if (group !== undefined) this.#place(group, time);
    return group;
  }

  add(group: G): void {
    this.#groups.set(group.id, group);
    this.#place(group, group.newest);
    this.#bound = Math.min(this.#bound, group.newest);
  }

  delete(group: G): void {
    if (group.behind) this.#behind--;
    this.#groups.delete(group.id);
  }

  /** The group touched least recently, if its newest event lies before a time; mostly one comparison. */
  before(time: Micros): G | undefined {
    if (time <= this.#bound && this.#behind === 0) return undefined;
    const { oldest } = this;
    if (oldest !== undefined && oldest.newest < time) return oldest;
    this.#bound = oldest?.newest ?? Number.POSITIVE_INFINITY;
    return undefined;
  }

  #place(group: G, time: Micros): void {
    const behind = time < this.#newest;
    if (!behind) this.#newest = time;
    if (behind === group.behind) return;
    group.behind = behind;
    this.#behind += behind ? 1 : -1;
  }
}
