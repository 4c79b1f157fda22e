import { createZstdDecompress } from 'node:zlib';
import type { ByteReader } from './byte-reader.ts';
import { Inflater } from './inflater.ts';
import { Unreadable } from './unreadable.ts';

/**
 * Zstandard by frames (RFC 8878, section 3.1): Node 24 stops after the first frame of a stream, and
 * Node 26 passes over what follows the last one, so each frame gets a decompressor of its own.
 */

const FRAME = 0xfd2f_b528;
const SKIPPABLE = 0x184d_2a50;

/** The decoder's own limit, 128 MiB; `zstd --long=28` and above exceed it. */
const MAX_WINDOW = 2 ** 27;

/** Block_Maximum_Size: what a block decompresses to, and what it takes, at most. */
const MAX_BLOCK = 131_072;

/** True for the first bytes of a frame, skippable ones included. */
export function isZstd(head: Buffer): boolean {
  if (head.length < 4) return false;
  const magic = head.readUInt32LE();
  return magic === FRAME || isSkippable(magic);
}

function isSkippable(magic: number): boolean {
  return magic - (magic & 15) === SKIPPABLE;
}

/** Decompresses one frame and leaves the input right behind it. Throws `Unreadable`. */
export async function* readZstdFrame(input: ByteReader): AsyncGenerator<Buffer, void, undefined> {
  const start = input.offset;
  const head = await input.peek(5);
  const descriptor = head[4];
  if (descriptor === undefined) throw truncated(input);
  if (isSkippable(head.readUInt32LE())) {
    input.skip(4);
    await skip(input, (await take(input, 4)).readUInt32LE());
    return;
  }
  const header = await take(input, 4 + headerSize(descriptor));
  checkWindow(header.subarray(4), descriptor);
  const inflater = new Inflater(createZstdDecompress({ chunkSize: MAX_BLOCK }));
  try {
    yield* guarded(inflater.feed(header), start);
    yield* readBlocks(input, inflater, start);
    if (descriptor & 4) yield* guarded(inflater.feed(await take(input, 4)), start);
    yield* guarded(inflater.finish(), start);
  } finally {
    inflater.close();
  }
}

async function* readBlocks(
  input: ByteReader,
  inflater: Inflater,
  start: number,
): AsyncGenerator<Buffer, void, undefined> {
  for (let last = false; !last; ) {
    const head = await input.peek(3);
    if (head.length < 3) throw truncated(input);
    const header = head.readUIntLE(0, 3);
    last = (header & 1) === 1;
    const type = (header >> 1) & 3;
    const size = header >> 3;
    if (type === 3 || size > MAX_BLOCK) {
      throw new Unreadable(`damaged zstd data in the frame at byte ${start}`);
    }
    // Header and content in one piece: once more of the input is read, an earlier piece is overwritten.
    const block = await take(input, 3 + (type === 1 ? 1 : size));
    yield* guarded(inflater.feed(block), start);
  }
}

async function* guarded(
  output: Promise<readonly Buffer[]>,
  start: number,
): AsyncGenerator<Buffer, void, undefined> {
  try {
    yield* await output;
  } catch (error) {
    const { message } = error as Error;
    throw new Unreadable(`damaged zstd data in the frame at byte ${start}: ${message}`);
  }
}

/** Frame_Header's size: descriptor, window, dictionary id, content size. */
function headerSize(descriptor: number): number {
  const single = (descriptor & 32) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] as number;
  const contentSize = [single ? 1 : 0, 2, 4, 8][descriptor >> 6] as number;
  return 1 + (single ? 0 : 1) + dictionary + contentSize;
}

function checkWindow(header: Buffer, descriptor: number): void {
  if (descriptor & 3) throw new Unreadable('zstd data that needs a dictionary');
  const window = descriptor & 32 ? singleSegmentSize(header) : windowSize(header[1] as number);
  if (window <= MAX_WINDOW) return;
  throw new Unreadable(
    `zstd data with a window of ${Math.round(window / 2 ** 20)} MiB, above the 128 MiB that can be ` +
      'read: it was compressed with `zstd --long=28` or more; compress it again without',
  );
}

function windowSize(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

/** Frame_Content_Size of a frame in a single segment, which is its window too. */
function singleSegmentSize(header: Buffer): number {
  const field = header.subarray(1);
  if (field.length === 1) return field[0] as number;
  if (field.length === 2) return field.readUInt16LE() + 256;
  return field.length === 4 ? field.readUInt32LE() : Number(field.readBigUInt64LE());
}

async function take(input: ByteReader, count: number): Promise<Buffer> {
  const bytes = await input.peek(count);
  if (bytes.length < count) throw truncated(input);
  input.skip(count);
  return bytes;
}

/** Skippable frames may be huge: they pass piece by piece. */
async function skip(input: ByteReader, count: number): Promise<void> {
  for (let left = count; left > 0; ) {
    const piece = await input.peekSome(Math.min(left, MAX_BLOCK));
    if (piece.length === 0) throw truncated(input);
    input.skip(piece.length);
    left -= piece.length;
  }
}

function truncated(input: ByteReader): Unreadable {
  return new Unreadable(`the zstd data ends too early, at byte ${input.offset}`);
}
