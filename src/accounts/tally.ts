import type { Micros } from '../types.ts';

/** How often something came, first and last. */
export interface Tally {
  count: number;
  first: Micros;
  last: Micros;
}

/** Nothing yet. */
export function newTally(): Tally {
  return { count: 0, first: Number.POSITIVE_INFINITY, last: 0 };
}

/** Counts once more; a time of 0 is none. */
export function countOne(tally: Tally, time: Micros): void {
  tally.count++;
  if (time === 0) return;
  if (time < tally.first) tally.first = time;
  if (time > tally.last) tally.last = time;
}

/** Adds one tally to another. */
export function addTally(to: Tally, { count, first, last }: Tally): void {
  to.count += count;
  to.first = Math.min(to.first, first);
  to.last = Math.max(to.last, last);
}

/** Room for names that clients invent, shared by all that keep some. */
export interface Room {
  /** How many more may be kept. */
  left: number;
  /** How often something was counted without its name. */
  dropped: number;
}

/** Tallies by name: at most so many, and as long as there is room; what came beyond is counted, without names. */
export class Tallies<T extends Tally = Tally> {
  readonly #byName = new Map<string, T>();
  readonly #most: number;
  readonly #make: () => T;
  /** How often one came for which there was no room. */
  dropped = 0;

  constructor(most: number, make: () => T) {
    this.#most = most;
    this.#make = make;
  }

  /** How many names it has. */
  get size(): number {
    return this.#byName.size;
  }

  /** Counts a name; gives its tally, if there is room for one. */
  add(name: string, time: Micros, room: Room): T | undefined {
    let tally = this.#byName.get(name);
    if (tally === undefined) {
      if (this.#byName.size >= this.#most || room.left <= 0) {
        this.dropped++;
        room.dropped++;
        return undefined;
      }
      room.left--;
      tally = this.#make();
      this.#byName.set(name, tally);
    }
    countOne(tally, time);
    return tally;
  }

  /** The tally of a name. */
  get(name: string): T | undefined {
    return this.#byName.get(name);
  }

  /** Names and tallies, the most frequent first, ties by name. */
  sorted(): [string, T][] {
    return [...this.#byName].sort(
      ([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1),
    );
  }
}
