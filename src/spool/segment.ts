import { join } from 'node:path';
import { type SegmentFile, type SpoolIo, writeAll } from './io.ts';
import { CURRENT, rotatedName } from './names.ts';

/** When a new segment is begun. */
export interface SegmentLimits {
  readonly segmentBytes: number;
  /** Milliseconds. */
  readonly segmentAge: number;
}

/** The current segment and its rotations. Not for concurrent use. */
export interface Segments {
  /** Durable when this resolves. Rejects with the system's error; what came of it is left behind. */
  append(buffers: readonly Uint8Array[], bytes: number): Promise<void>;
  /** Ends the current segment when it is old enough, and not empty. */
  age(): Promise<void>;
  close(): Promise<void>;
  readonly rotations: number;
}

interface Current {
  readonly file: SegmentFile;
  /** When its first bytes came: milliseconds since 1970. */
  born: number;
  size: number;
  /** A write or sync failed: the file may end in anything. */
  torn: boolean;
}

const NEWLINE = Buffer.from('\n');
const LF = 0x0a;

/**
 * Appends to `audit.log` in the folder and rotates it. Bytes that a reader may have seen never change:
 * after a failed write the segment is ended as it is and a new one begun, rather than cut back under
 * a reader that is past the cut. `newest` is the newest time among rotated names.
 */
export async function openSegments(
  folder: string,
  limits: SegmentLimits,
  io: SpoolIo,
  newest: number,
): Promise<Segments> {
  const path = join(folder, CURRENT);
  let lastName = newest;
  let rotations = 0;
  let current: Current | undefined = await openCurrent(folder, path, io);

  const rotate = async ({ file }: Current): Promise<Current> => {
    current = undefined;
    await file.close();
    // Two rotations in one millisecond, or a clock that was set back, still give names in order.
    lastName = Math.max(io.now(), lastName + 1);
    await io.rename(path, join(folder, rotatedName(lastName)));
    rotations++;
    return openCurrent(folder, path, io);
  };

  const isOver = (segment: Current, more: number): boolean =>
    segment.size > 0 &&
    (segment.torn || segment.size + more > limits.segmentBytes || isOld(segment, limits, io));

  const ready = async (more: number): Promise<Current> => {
    let segment = current ?? (await openCurrent(folder, path, io));
    if (segment.torn) segment.size = (await segment.file.stat()).size;
    if (isOver(segment, more)) segment = await rotate(segment);
    current = segment;
    return segment;
  };

  return {
    get rotations() {
      return rotations;
    },
    async append(buffers, bytes) {
      const segment = await ready(bytes);
      if (segment.size === 0) segment.born = io.now();
      segment.torn = true;
      await writeAll(segment.file, buffers);
      await segment.file.datasync();
      segment.torn = false;
      segment.size += bytes;
    },
    async age() {
      if (current !== undefined) await ready(0);
    },
    async close() {
      const segment = current;
      current = undefined;
      await segment?.file.close();
    },
  };
}

/** An age that is negative comes of a clock that was set back. */
function isOld({ born }: Current, { segmentAge }: SegmentLimits, io: SpoolIo): boolean {
  return Math.abs(io.now() - born) >= segmentAge;
}

/** Opens or makes it; a last line that a crash cut short is ended, so that nothing is glued to it. */
async function openCurrent(folder: string, path: string, io: SpoolIo): Promise<Current> {
  const file = await io.open(path);
  try {
    const { size, birthtimeMs } = await file.stat();
    const cut = size > 0 && !(await endsInNewline(file, size));
    if (cut) await writeAll(file, [NEWLINE]);
    // What an earlier process left may not be on the disk yet.
    if (size > 0) await file.datasync();
    await io.syncFolder(folder);
    const born = size > 0 ? birthtimeMs : io.now();
    return { file, born, size: size + Number(cut), torn: false };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function endsInNewline(file: SegmentFile, size: number): Promise<boolean> {
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === LF;
}
