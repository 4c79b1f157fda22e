import { Deque } from '../collections/deque.ts';
import { createHeap } from '../collections/heap.ts';
import type { Micros, Moment } from '../types.ts';

/**
 * Puts sightings into event-time order. Each is held until the watermark, the newest time seen minus
 * the allowed lateness, has passed it; one exactly as late as allowed is still in time.
 */
export interface TimeOrder<T extends Moment> {
  /** Takes the next sighting to arrive; moves the watermark to `newest`, its own time unless told. */
  push(item: T, newest?: Micros): void;
  /** Moves the watermark without a sighting: events of no interest move time too. */
  advance(time: Micros): void;
  /**
   * The next that no sighting in time can come before any more, by time, then digest, then arrival;
   * `undefined` when there is none. Good until it is let go, unless it is kept.
   */
  release(): T | undefined;
  /** The next of all that are held, in the same order. */
  flush(): T | undefined;
  /** What was released is done with. */
  letGo(): void;
  /** How far it has come. */
  readonly progress: TimeOrderProgress;
  /** Starts where another left off, with what was held there. */
  resume(progress: TimeOrderProgress, held: readonly T[]): void;
  /** How many came behind one that had been released already. They are released at once all the same. */
  readonly late: number;
  /** How many were released before the watermark had passed them, oldest first, for want of room. */
  readonly forced: number;
}

/** How far an order has come. */
export interface TimeOrderProgress {
  /** Before this time nothing is waited for any more. */
  readonly watermark: Micros;
  /** The newest that was released; whatever does not come after it was released too. */
  readonly released: Moment | undefined;
}

/** What bounds the wait. */
export interface TimeOrderOptions {
  /** How far behind the newest time a sighting may come and still find its place. */
  readonly lateness: Micros;
  /** How many sightings may be held. */
  readonly capacity: number;
}

/** A queue for what comes in order. Its first and last may be good until the next change only. */
export interface Line<T> {
  readonly size: number;
  readonly first: T | undefined;
  readonly last: T | undefined;
  push(item: T): void;
  /** Takes the first one, which is good until it is let go. */
  shift(): T | undefined;
  /** What was taken is done with. */
  letGo?(): void;
}

/** How sightings are held. */
export interface Holding<T> {
  readonly line: Line<T>;
  /** The same sighting, good for as long as somebody has it. */
  keep(item: T): T;
}

/** An order without sightings; `push` and each released sighting take logarithmic time at most. */
export function createTimeOrder<T extends Moment>(
  options: TimeOrderOptions,
  holding: Holding<T> = { line: new Deque(), keep: (item) => item },
): TimeOrder<T> {
  const { lateness, capacity } = options;
  const { keep } = holding;
  const held = createSorted(holding);
  const pushedOut = new Deque<T>();
  let watermark = Number.NEGATIVE_INFINITY;
  const released = new Released();
  let late = 0;
  let forced = 0;

  const isDue = (item: T) => item.time < watermark || released.isAfter(item);
  const takeOldest = (first: T): T => {
    const isLate = released.isAfter(first);
    const item = held.shift() as T;
    if (!isLate) released.moment = item;
    return item;
  };
  const makeRoom = () => {
    const first = held.first as T;
    if (!isDue(first)) forced++;
    pushedOut.push(keep(takeOldest(first)));
  };
  const advance = (time: Micros) => {
    if (time - lateness > watermark) watermark = time - lateness;
  };

  return {
    advance,
    push(item, newest = item.time) {
      advance(newest);
      if (released.isAfter(item)) late++;
      held.push(item);
      if (held.size > capacity) makeRoom();
    },
    get progress() {
      return { watermark, released: released.moment };
    },
    resume(progress, items) {
      ({ watermark, released: released.moment } = progress);
      for (const item of items) held.push(item);
    },
    release() {
      if (pushedOut.size > 0) return pushedOut.shift();
      const { first } = held;
      return first === undefined || !isDue(first) ? undefined : takeOldest(first);
    },
    letGo() {
      released.keep();
      holding.line.letGo?.();
    },
    flush: () => pushedOut.shift() ?? (held.first && takeOldest(held.first)),
    get late() {
      return late;
    },
    get forced() {
      return forced;
    },
  };
}

/** The newest moment that was released. */
class Released {
  #moment: Moment | undefined;
  /** Its time: mostly all that has to be looked at. */
  #time = Number.NEGATIVE_INFINITY;
  #isKept = false;

  get moment(): Moment | undefined {
    return this.#moment;
  }

  set moment(moment: Moment | undefined) {
    this.#moment = moment;
    this.#isKept = false;
    this.#time = moment?.time ?? Number.NEGATIVE_INFINITY;
  }

  isAfter(item: Moment): boolean {
    return item.time <= this.#time && compareMoments(item, this.#moment as Moment) < 0;
  }

  /** It may be an item that is about to be let go. */
  keep(): void {
    if (this.#moment === undefined || this.#isKept) return;
    const { time, digest } = this.#moment;
    this.#moment = { time, digest };
    this.#isKept = true;
  }
}

interface Straggler<T> {
  readonly item: T;
  readonly arrival: number;
}

/**
 * Sightings by time, then digest, then arrival. Most arrive in order and only queue; those that don't
 * go through a heap. An equal one in the queue arrived first.
 */
function createSorted<T extends Moment>({ line: queue, keep }: Holding<T>) {
  const stragglers = createHeap<Straggler<T>>(
    (a, b) => (compareMoments(a.item, b.item) || a.arrival - b.arrival) < 0,
  );
  let arrivals = 0;
  /** The time of the latest in the queue. */
  let latest = Number.NEGATIVE_INFINITY;
  const isStragglerFirst = (): boolean => {
    if (stragglers.size === 0) return false;
    const { first } = queue;
    return first === undefined || compareMoments((stragglers.top as Straggler<T>).item, first) < 0;
  };
  const isNoneAfter = (item: T): boolean => {
    const { last } = queue;
    return last === undefined || compareMoments(item, last) >= 0;
  };
  return {
    get size(): number {
      return queue.size + stragglers.size;
    },
    get first(): T | undefined {
      return isStragglerFirst() ? stragglers.top?.item : queue.first;
    },
    push(item: T): void {
      const { time } = item;
      if (time > latest || isNoneAfter(item)) {
        queue.push(item);
        latest = time;
      } else stragglers.push({ item: keep(item), arrival: arrivals++ });
    },
    shift(): T | undefined {
      return isStragglerFirst() ? stragglers.pop()?.item : queue.shift();
    },
  };
}

/** By time, then by digest, as code units. */
export function compareMoments(a: Moment, b: Moment): number {
  const time = a.time;
  const other = b.time;
  if (time !== other) return time - other;
  return a.digest < b.digest ? -1 : a.digest > b.digest ? 1 : 0;
}
