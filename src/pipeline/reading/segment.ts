import { readSync } from 'node:fs';
import { createParser } from '../../parsers/index.ts';
import type { Scanner, Slab } from '../../scanner/scanner.ts';
import type { Found, Micros } from '../../types.ts';
import type { ParseLimits } from './batch.ts';

/** A piece of a file that is read by itself: the lines that begin in it. */
export interface Segment {
  readonly path: string;
  /** The open file, which every thread of the process can read. */
  readonly file: number;
  /** The lines that begin at `from` or behind it and before `to`. */
  readonly from: number;
  readonly to: number;
  /** How much may be read for it: a last line that needs more is left to others. */
  readonly room: number;
}

/** What a segment holds. */
export interface SegmentFinds {
  readonly found: readonly Found[];
  /** Where in the file its last line ends. */
  readonly end: number;
  /** False: its lines alone don't tell what they are. */
  readonly idle: boolean;
}

/** How much is read behind a segment to find the end of its last line. */
const TAIL = 16_384;
const LF = 0x0a;

/** How much room segments of so many bytes need: a last line may have as much as one, for slabs are powers of two. */
export function roomFor(segmentBytes: number): number {
  return segmentBytes + Math.max(TAIL + 1, segmentBytes);
}

/** What parses a segment. */
export interface SegmentTools {
  readonly limits: ParseLimits;
  readonly scanner: Scanner;
  /** Where its lines are put. */
  readonly slab: Slab;
  /** The time of the record before, 0 when it isn't known. */
  readonly time: Micros;
}

/** Reads the lines of a segment into a slab and parses them; throws when the file can't be read. */
export function readSegment(segment: Segment, tools: SegmentTools): SegmentFinds {
  const { from, to } = segment;
  // The byte before tells whether a line begins at `from`.
  const base = Math.max(0, from - 1);
  const { bytes, isRest } = readLines(segment, base, tools);
  const start = from === 0 ? 0 : behindLine(bytes, 0);
  const stop = behindLine(bytes, to - 1 - base) || (isRest ? bytes.length : 0);
  const isKnown = (start > 0 || from === 0 || isRest) && stop > 0;
  const isEmpty = start >= Math.min(stop, to - base) || (start === 0 && from > 0);
  const end = base + stop;
  if (!isKnown || isEmpty) return { found: [], end, idle: isKnown };
  return { ...parse(bytes.subarray(start, stop), base + start, segment.path, tools), end };
}

/** The bytes of a segment and of the end of its last line, and whether they are all that is left of the file. */
function readLines(segment: Segment, base: number, { scanner, slab }: SegmentTools) {
  const { file, to, room } = segment;
  const { views } = scanner;
  const near = to - base + TAIL;
  const read = (from: number, upTo: number) =>
    from + readFully(file, views.bytes, slab.bytes + from, upTo - from, base + from);
  const bytesOf = (size: number) => views.bytes.subarray(slab.bytes, slab.bytes + size);
  const size = read(0, near);
  const isThere = size < near || behindLine(bytesOf(size), to - 1 - base) > 0;
  if (isThere || room <= near) return { bytes: bytesOf(size), isRest: size < near };
  const all = read(size, room);
  return { bytes: bytesOf(all), isRest: all < room };
}

/** A line that is cut short at the end of the file is left to whoever reads on to see whether it goes on. */
function parse(
  lines: Buffer,
  start: number,
  path: string,
  { limits, scanner, slab, time }: SegmentTools,
): Pick<SegmentFinds, 'found' | 'idle'> {
  const slabs = { acquire: () => slab, release: () => undefined };
  // At its start a file tells what it is; further on, plain lines are all that is read in segments.
  const place = start === 0 ? {} : { start };
  const parser = createParser(path, { ...limits, scanner, slabs, ...place }, time);
  const found = parser.push(lines);
  return { found, idle: parser.idle };
}

/** Where the line behind the next line feed begins, 0 when there is none. */
function behindLine(bytes: Buffer, from: number): number {
  return bytes.indexOf(LF, from) + 1;
}

function readFully(file: number, into: Buffer, at: number, size: number, from: number): number {
  let read = 0;
  while (read < size) {
    const more = readSync(file, into, at + read, size - read, from + read);
    if (more === 0) break;
    read += more;
  }
  return read;
}
