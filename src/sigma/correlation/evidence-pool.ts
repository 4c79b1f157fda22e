import { type Place, RecencyList } from '../../collections/recency-list.ts';
import type { Micros, Witness } from '../../types.ts';

/** As many as a finding may show. */
export const LATEST = 10;

/** A witness on a shelf. */
export interface Kept {
  readonly time: Micros;
  readonly value: string | undefined;
  readonly witness: Witness;
}

/** The latest ten witnesses of a group, or none where there was no room for them. */
export interface Shelf {
  kept: Kept[];
  place: Place<Shelf> | undefined;
}

/** A shelf for a group that has no events yet. */
export function emptyShelf(): Shelf {
  return { kept: [], place: undefined };
}

/** The witnesses on a shelf that are of events at a time or later. */
export function witnessesSince({ kept }: Shelf, time: Micros): Witness[] {
  return kept.filter((one) => one.time >= time).map((one) => one.witness);
}

/**
 * Bounds what is on the shelves of all groups of a correlation: a witness is a hundred times larger
 * than what is counted. Past the bound, the shelf used least recently is cleared. Counts are kept
 * elsewhere, so nothing goes undetected.
 */
export class EvidencePool {
  readonly #capacity: number;
  readonly #shelves = new RecencyList<Shelf>();
  #size = 0;

  /** `capacity`: how many witnesses are kept over all groups; at least one group's are. */
  constructor(capacity: number) {
    this.#capacity = Math.max(LATEST, capacity);
  }

  /** Keeps the witnesses of an event. Where values are given, only the latest event of each value. */
  add(shelf: Shelf, time: Micros, witnesses: readonly Witness[], value?: string): void {
    const { kept } = shelf;
    const before = kept.length;
    const same = value === undefined ? -1 : kept.findIndex((one) => one.value === value);
    if (same >= 0) kept.splice(same, 1);
    for (const witness of witnesses) kept.push({ time, value, witness });
    if (kept.length > LATEST) kept.splice(0, kept.length - LATEST);
    this.#size += kept.length - before;
    if (shelf.place === undefined) shelf.place = this.#shelves.add(shelf);
    else this.#shelves.touch(shelf.place);
    this.#makeRoom();
  }

  /** Puts back what was on a shelf, as the one used most recently. */
  restore(shelf: Shelf, kept: Kept[]): void {
    if (kept.length === 0) return;
    shelf.kept = kept;
    shelf.place = this.#shelves.add(shelf);
    this.#size += kept.length;
    this.#makeRoom();
  }

  /** Clears a shelf. */
  clear(shelf: Shelf): void {
    if (shelf.place === undefined) return;
    this.#shelves.remove(shelf.place);
    this.#size -= shelf.kept.length;
    shelf.place = undefined;
    shelf.kept = [];
  }

  #makeRoom(): void {
    while (this.#size > this.#capacity) {
      const oldest = this.#shelves.oldest;
      if (oldest === undefined) return;
      this.clear(oldest);
    }
  }
}
