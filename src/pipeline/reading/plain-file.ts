import { closeSync, openSync } from 'node:fs';
import type { Scanner, Slab } from '../../scanner/scanner.ts';
import { reasonOf } from '../../sources/unreadable.ts';
import type { Micros } from '../../types.ts';
import type { Batch, ParseLimits } from './batch.ts';
import { readSegment, roomFor, type Segment, type SegmentFinds } from './segment.ts';

const NOTHING: Batch = { found: [], read: 0, bytes: 0, failures: [] };

/** Reads segments, here or in other threads. */
export interface SegmentReader {
  /** How many segments should be asked for ahead. */
  readonly ahead: number;
  /** Reads one; what it finds is valid until it is released. Rejects when the file can't be read. */
  read(segment: Segment, time: Micros): Promise<SegmentFinds>;
  release(finds: SegmentFinds): void;
}

/** What became of a file that was read in segments. */
export interface Stopped {
  /** From here on it is to be read as a whole; `undefined` when all of it was read. */
  readonly from: number | undefined;
}

/**
 * Reads a plain file in segments, in order. Stops at the first that its own lines don't explain: an event
 * over several lines, a list, a line that breaks off or has no end in sight.
 */
export async function* readSegments(
  path: string,
  size: number,
  reader: SegmentReader,
  { segmentBytes, latest }: { readonly segmentBytes: number; latest(): Micros },
): AsyncGenerator<Batch, Stopped, undefined> {
  const waiting: Promise<SegmentFinds>[] = [];
  const ask = (from: number) => {
    const to = Math.min(from + segmentBytes, size);
    const finds = reader.read({ path, from, to, last: to === size }, latest());
    // Whether it failed is asked when its turn comes, if it does.
    finds.catch(() => undefined);
    waiting.push(finds);
  };
  let done = 0;
  try {
    while (done < size) {
      for (let ahead = waiting.length; ahead < reader.ahead; ahead++) {
        const from = done + ahead * segmentBytes;
        if (from < size) ask(from);
      }
      const from = done;
      done = Math.min(done + segmentBytes, size);
      let finds: SegmentFinds;
      try {
        finds = await (waiting.shift() as Promise<SegmentFinds>);
      } catch (error) {
        // Why a file can't be opened is told by whoever reads it as a whole.
        if (from === 0) return { from: 0 };
        yield { ...NOTHING, failures: [{ origin: path, reason: reasonOf(error) }] };
        return { from: undefined };
      }
      if (!finds.idle) {
        reader.release(finds);
        return { from: from === 0 ? 0 : finds.start };
      }
      const { found, bytes } = finds;
      yield { found, read: bytes, bytes, failures: [] };
      reader.release(finds);
    }
    return { from: undefined };
  } finally {
    for (const finds of waiting) finds.then(reader.release, () => undefined);
  }
}

/** Reads segments in this thread, one after the other. */
export function ownSegments(scanner: Scanner, limits: ParseLimits): SegmentReader & Disposable {
  const files = openFiles();
  let slab: Slab | undefined;
  const release = () => {
    if (slab !== undefined) scanner.release(slab);
    slab = undefined;
  };
  return {
    ahead: 1,
    async read(segment, time) {
      slab = scanner.acquire(roomFor(segment));
      return readSegment(files.get(segment.path), segment, { limits, scanner, slab, time });
    },
    release,
    [Symbol.dispose]() {
      release();
      files.close();
    },
  };
}

/** The file that was asked for last, kept open. */
export function openFiles() {
  let open: { readonly path: string; readonly file: number } | undefined;
  const close = () => {
    if (open !== undefined) closeSync(open.file);
    open = undefined;
  };
  return {
    /** Its descriptor; throws when it can't be opened. */
    get(path: string): number {
      if (open?.path !== path) {
        close();
        open = { path, file: openSync(path, 'r') };
      }
      return open.file;
    },
    close,
  };
}
