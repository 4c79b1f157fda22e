import { createHeap, type Heap } from '../collections/heap.ts';
import type { Found, Micros, Source } from '../types.ts';
import type { Batch, ReadOptions } from './reading/batch.ts';
import { readSource } from './reading/read-source.ts';

/**
 * Reads sources to their ends: one as it is, several merged by event time. Each source keeps its own
 * order: a record older than the one before it, or without a time, goes with that one, as rejects do.
 */
export async function* readInOrder(
  sources: readonly Source[],
  options: ReadOptions,
): AsyncGenerator<Batch, void, undefined> {
  const [only] = sources;
  if (only !== undefined && sources.length === 1) yield* readSource(only, options);
  else yield* merge(sources.map((source, index) => new Cursor(readSource(source, options), index)));
}

/** A source on its way through a merge, with the batch at hand and the place in it. */
class Cursor {
  /** The time the next find is merged by: never less than the one before. */
  key: Micros = Number.NEGATIVE_INFINITY;
  readonly index: number;
  readonly #batches: AsyncGenerator<Batch, void, undefined>;
  #found: readonly Found[] = [];
  #at = 0;

  constructor(batches: AsyncGenerator<Batch, void, undefined>, index: number) {
    this.#batches = batches;
    this.index = index;
  }

  get empty(): boolean {
    return this.#at === this.#found.length;
  }

  /** Reads the next batch; `undefined` at the end. */
  async refill(): Promise<Batch | undefined> {
    const { value } = await this.#batches.next();
    if (value === undefined) return undefined;
    this.#found = value.found;
    this.#at = 0;
    this.#rekey();
    return value;
  }

  /** Moves finds to `out` while they don't come after `limit`, nor on a tie when `ties` is false. */
  drain(out: Found[], limit: Micros, ties: boolean): void {
    const due = () => this.key < limit || (ties && this.key === limit);
    while (!this.empty && due()) {
      out.push(this.#found[this.#at++] as Found);
      this.#rekey();
    }
  }

  async close(): Promise<void> {
    await this.#batches.return();
  }

  #rekey(): void {
    const next = this.#found[this.#at];
    if (next !== undefined && 'record' in next) this.key = Math.max(this.key, next.record.time);
  }
}

async function* merge(cursors: readonly Cursor[]): AsyncGenerator<Batch, void, undefined> {
  const waiting = createHeap<Cursor>(
    (a, b) => a.key < b.key || (a.key === b.key && a.index < b.index),
  );
  try {
    for (const cursor of cursors) yield* advance(cursor, waiting);
    let leader = waiting.pop();
    while (leader !== undefined) {
      const found: Found[] = [];
      leader = drainRuns(leader, waiting, found);
      yield { found, read: 0, bytes: 0, failures: [] };
      yield* advance(leader, waiting);
      leader = waiting.pop();
    }
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()));
  }
}

/** Takes finds in order until a cursor has no more at hand, and gives that cursor. */
function drainRuns(first: Cursor, waiting: Heap<Cursor>, found: Found[]): Cursor {
  let leader = first;
  for (;;) {
    const { top } = waiting;
    if (top === undefined) leader.drain(found, Number.POSITIVE_INFINITY, true);
    else leader.drain(found, top.key, leader.index < top.index);
    if (leader.empty) return leader;
    waiting.push(leader);
    leader = waiting.pop() as Cursor;
  }
}

/** Reads on until the cursor has finds or is at its end; what was read is told without them. */
async function* advance(
  cursor: Cursor,
  waiting: Heap<Cursor>,
): AsyncGenerator<Batch, void, undefined> {
  while (cursor.empty) {
    const batch = await cursor.refill();
    if (batch === undefined) return;
    yield { ...batch, found: [] };
  }
  waiting.push(cursor);
}
