import { setImmediate } from 'node:timers/promises';
import type { Scanner, Slab } from '../../scanner/scanner.ts';
import type { Micros } from '../../types.ts';
import type { Batch, ParseLimits } from './batch.ts';
import { readSegment, roomFor, type Segment, type SegmentFinds } from './segment.ts';

/** The length of the first segment: whoever takes its records gets to work soon. */
const FIRST = 65_536;

/** Reads segments, here or in other threads. */
export interface SegmentReader {
  /** How many segments should be asked for ahead. */
  readonly ahead: number;
  /** Reads one; what it finds is valid until it is released. Rejects when it can't. */
  read(segment: Segment, time: Micros): Promise<SegmentFinds>;
  release(finds: SegmentFinds): void;
}

/** A file to be read in segments. */
export interface SegmentedFile {
  readonly path: string;
  /** Open for reading until the generator has ended. */
  readonly file: number;
  readonly size: number;
  readonly segmentBytes: number;
  /** The time of the record before. */
  latest(): Micros;
}

/**
 * Reads a plain file in segments, in order; gives how far it came. It stops at the first segment that its own
 * lines don't explain (an event over several lines, a list, a line that breaks off or has no end in sight),
 * and where reading fails.
 */
export async function* readSegments(
  { path, file, size, segmentBytes, latest }: SegmentedFile,
  reader: SegmentReader,
): AsyncGenerator<Batch, number, undefined> {
  const waiting: Promise<SegmentFinds>[] = [];
  const segments = segmentsOf(size, segmentBytes);
  const room = roomFor(segmentBytes);
  const ask = () => {
    const next = segments.next().value;
    if (next === undefined) return false;
    const finds = reader.read({ path, file, ...next, room }, latest());
    // Whether it failed is asked when its turn comes, if it does.
    finds.catch(() => undefined);
    waiting.push(finds);
    return true;
  };
  let end = 0;
  try {
    for (;;) {
      while (waiting.length < reader.ahead && ask());
      const finds = await waiting.shift()?.catch(() => undefined);
      if (finds === undefined) return end;
      try {
        if (!finds.idle) return end;
        const read = Math.max(0, finds.end - end);
        end += read;
        yield { found: finds.found, read, bytes: read, failures: [] };
      } finally {
        reader.release(finds);
      }
    }
  } finally {
    for (const finds of waiting) await finds.then(reader.release, () => undefined);
  }
}

/** Where segments begin and end: the first ones are short, each twice as long as the one before it. */
function* segmentsOf(
  size: number,
  most: number,
): Generator<Pick<Segment, 'from' | 'to'>, undefined> {
  let length = Math.min(FIRST, most);
  for (let from = 0; from < size; from += length, length = Math.min(length * 2, most)) {
    yield { from, to: Math.min(from + length, size) };
  }
}

/** Reads segments in this thread, one after the other. */
export function ownSegments(scanner: Scanner, limits: ParseLimits): SegmentReader {
  const slabs = new WeakMap<SegmentFinds, Slab>();
  return {
    ahead: 1,
    async read(segment, time) {
      // Whoever interrupts the run is heard between two segments.
      await setImmediate();
      const slab = scanner.acquire(segment.room);
      try {
        const finds = readSegment(segment, { limits, scanner, slab, time });
        slabs.set(finds, slab);
        return finds;
      } catch (error) {
        scanner.release(slab);
        throw error;
      }
    },
    release(finds) {
      const slab = slabs.get(finds);
      if (slab !== undefined) scanner.release(slab);
    },
  };
}
