import { createHeap, type Heap } from '../collections/heap.ts';
import { createParser } from '../parsers/index.ts';
import type { Scanner } from '../scanner/scanner.ts';
import type { Block, Found, Micros, Parser, Source } from '../types.ts';
import { createDating } from './dating.ts';

/** What was read in one go. */
export interface Batch {
  /** Records and rejects, in reading order. */
  readonly found: readonly Found[];
  /** Bytes on disk since the last batch. */
  readonly read: number;
  /** The same after decompression. */
  readonly bytes: number;
  /** Inputs, or rests of inputs, that could not be read. */
  readonly failures: readonly { readonly origin: string; readonly reason: string }[];
}

/** How to read. */
export interface ReadOptions {
  /** The longest record, in bytes. */
  readonly maxRecordBytes: number;
  /** How many bytes of a reject's text are kept; 4 KiB when absent. */
  readonly keepBytes?: number;
  /** Reads usual lines; the records of one batch are then valid until the next is asked for. */
  readonly scanner?: Scanner | undefined;
  readonly signal?: AbortSignal | undefined;
}

const KEEP_BYTES = 4096;

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

async function* readSource(
  source: Source,
  options: ReadOptions,
): AsyncGenerator<Batch, void, undefined> {
  const { maxRecordBytes, keepBytes = KEEP_BYTES, scanner } = options;
  const parsers = new Map<string, Parser>();
  const dating = createDating();
  for await (const block of source.open(options.signal)) {
    let parser = parsers.get(block.origin);
    if (parser === undefined) {
      parser = createParser(block.origin, { maxRecordBytes, keepBytes, scanner }, dating.latest);
      parsers.set(block.origin, parser);
    }
    if (block.kind === 'end') parsers.delete(block.origin);
    const batch = toBatch(block, parser);
    yield { ...batch, found: dating.date(batch.found) };
  }
  yield { found: dating.rest(), read: 0, bytes: 0, failures: [] };
}

function toBatch(block: Block, parser: Parser): Batch {
  if (block.kind === 'bytes') {
    const { bytes, read } = block;
    return { found: parser.push(bytes), read, bytes: bytes.byteLength, failures: [] };
  }
  if (block.kind === 'end') return { found: parser.end(), read: 0, bytes: 0, failures: [] };
  return { found: [], read: 0, bytes: 0, failures: [block] };
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
