import { type Linked, RecencyList } from '../../collections/recency-list.ts';
import type { Micros, Witness } from '../../types.ts';
import { endQuiet, NOBODY, type Quiet } from './quiet.ts';

/** As many as a finding may show. */
export const LATEST = 10;

/** As many as may stand on a shelf: one event can show several values. */
const MOST = LATEST ** 2;

/** A witness on a shelf. */
export interface Kept {
  readonly time: Micros;
  readonly value: string | undefined;
  readonly witness: Witness;
}

/** The witnesses of a group's latest ten events, or none where there was no room for them. */
export interface Shelf extends Linked<Shelf> {
  kept: Kept[];
  /** Whether it is in a pool. */
  pooled: boolean;
  /** What is quiet as long as what is here stays. */
  quiet: readonly Quiet[];
}

/** A shelf for a group that has no events yet. */
export function emptyShelf(): Shelf {
  return {
    kept: [],
    pooled: false,
    quiet: NOBODY,
    older: undefined,
    newer: undefined,
  };
}

const NEVER = Number.NEGATIVE_INFINITY;

/** The witnesses on a shelf that are of events at a time or later. */
export function witnessesSince({ kept }: Shelf, time: Micros): Witness[] {
  return kept.filter((one) => one.time >= time).map((one) => one.witness);
}

/** When the event was that shows a value; long ago where none does. */
export function shownAt({ kept }: Shelf, value: string): Micros {
  for (let index = kept.length - 1; index >= 0; index--) {
    const one = kept[index] as Kept;
    if (one.value === value) return one.time;
  }
  return NEVER;
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
    if (value !== undefined && replacesLast(shelf, value, witnesses)) {
      shelf.kept[shelf.kept.length - 1] = { time, value, witness: witnesses[0] as Witness };
      this.#shelves.touch(shelf);
      return;
    }
    // What holds in several groups shows the same events in each: they take one place.
    const fresh = new Map(witnesses.map((witness) => [witness.digest, witness]));
    const kept = shelf.kept.filter((one) =>
      value === undefined ? !fresh.has(one.witness.digest) : one.value !== value,
    );
    for (const witness of fresh.values()) kept.push({ time, value, witness });
    while (kept.length > MOST || (kept.length > LATEST && distinct(kept) > LATEST)) {
      kept.shift();
      disturb(shelf);
    }
    this.#size += kept.length - shelf.kept.length;
    // Without the room that an array keeps for more: most shelves never have a second one.
    shelf.kept = kept.slice();
    if (shelf.pooled) this.#shelves.touch(shelf);
    else this.#put(shelf);
    this.#makeRoom();
  }

  /** Puts back what was on a shelf, as the one used most recently. */
  restore(shelf: Shelf, kept: Kept[]): void {
    if (kept.length === 0) return;
    shelf.kept = kept;
    this.#put(shelf);
    this.#size += kept.length;
    this.#makeRoom();
  }

  /** Clears a shelf. */
  clear(shelf: Shelf): void {
    if (!shelf.pooled) return;
    this.#shelves.remove(shelf);
    this.#size -= shelf.kept.length;
    shelf.pooled = false;
    shelf.kept = [];
    disturb(shelf);
  }

  #put(shelf: Shelf): void {
    shelf.pooled = true;
    this.#shelves.add(shelf);
  }

  #makeRoom(): void {
    while (this.#size > this.#capacity) {
      const oldest = this.#shelves.oldest;
      if (oldest === undefined) return;
      this.clear(oldest);
    }
  }
}

/** The next event of each value shows something again. */
function disturb({ quiet }: Shelf): void {
  for (const one of quiet) endQuiet(one);
}

/** Most groups get one value over and over: that one takes the place of its last. */
function replacesLast({ kept }: Shelf, value: string, witnesses: readonly Witness[]): boolean {
  return witnesses.length === 1 && kept.at(-1)?.value === value && kept.at(-2)?.value !== value;
}

function distinct(kept: readonly Kept[]): number {
  return new Set(kept.map((one) => one.witness.digest)).size;
}
