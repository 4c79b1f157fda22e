import { setImmediate } from 'node:timers/promises';
import type { Scanner, Slab } from '../../scanner/scanner.ts';
import type { Micros } from '../../types.ts';
import type { Batch, ParseLimits } from './batch.ts';
import { readSegment, roomFor, type Segment, type SegmentFinds } from './segment.ts';

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
  const ask = (from: number) => {
    const to = Math.min(from + segmentBytes, size);
    const finds = reader.read({ path, file, from, to }, latest());
    // Whether it failed is asked when its turn comes, if it does.
    finds.catch(() => undefined);
    waiting.push(finds);
  };
  let end = 0;
  try {
    for (let done = 0; done < size; done += segmentBytes) {
      for (let ahead = waiting.length; ahead < reader.ahead; ahead++) {
        const from = done + ahead * segmentBytes;
        if (from < size) ask(from);
      }
      const finds = await (waiting.shift() as Promise<SegmentFinds>).catch(() => undefined);
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
    return end;
  } finally {
    for (const finds of waiting) await finds.then(reader.release, () => undefined);
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
      const slab = scanner.acquire(roomFor(segment));
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
