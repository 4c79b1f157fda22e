import { crc32, createInflateRaw } from 'node:zlib';
import type { ByteReader } from './byte-reader.ts';
import { Inflater } from './inflater.ts';
import { Unreadable } from './unreadable.ts';

/** Deflate expands to at most about a thousand times its size: this much to at most 8 MiB. */
const PIECE = 8192;

const DEFLATE = 8;
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const;

/** True for the first bytes of a gzip member (RFC 1952, section 2.3.1). */
export function isGzip(head: Buffer): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** Decompresses one gzip member and leaves the input right behind it. Throws `Unreadable`. */
export async function* readGzipMember(input: ByteReader): AsyncGenerator<Buffer, void, undefined> {
  await skipHeader(input);
  const inflater = new Inflater(createInflateRaw({ chunkSize: 65_536 }));
  let checksum = 0;
  let size = 0;
  try {
    while (!inflater.ended) {
      const piece = await input.peekSome(PIECE);
      if (piece.length === 0) throw truncated(input);
      const before = inflater.consumed;
      for (const bytes of await inflated(inflater, piece, input)) {
        checksum = crc32(bytes, checksum);
        size = (size + bytes.length) % 2 ** 32;
        yield bytes;
      }
      input.skip(inflater.consumed - before);
    }
  } finally {
    inflater.close();
  }
  const trailer = await input.peek(8);
  if (trailer.length < 8) throw truncated(input);
  if (trailer.readUInt32LE(0) !== checksum || trailer.readUInt32LE(4) !== size) {
    throw new Unreadable(`the gzip checksum at byte ${input.offset} does not fit: data is damaged`);
  }
  input.skip(8);
}

async function inflated(
  inflater: Inflater,
  piece: Buffer,
  input: ByteReader,
): Promise<readonly Buffer[]> {
  try {
    return await inflater.feed(piece);
  } catch (error) {
    throw new Unreadable(
      `damaged gzip data near byte ${input.offset}: ${(error as Error).message}`,
    );
  }
}

async function skipHeader(input: ByteReader): Promise<void> {
  const fixed = await input.peek(10);
  if (fixed.length < 10) throw truncated(input);
  const [, , method, flags = 0] = fixed;
  if (method !== DEFLATE) throw new Unreadable('gzip with an unknown method');
  input.skip(10);
  if (flags & FLAG.extra) {
    const length = await input.peek(2);
    if (length.length < 2) throw truncated(input);
    await skipBytes(input, 2 + length.readUInt16LE());
  }
  if (flags & FLAG.name) await skipText(input);
  if (flags & FLAG.comment) await skipText(input);
  if (flags & FLAG.headerCrc) await skipBytes(input, 2);
}

async function skipBytes(input: ByteReader, count: number): Promise<void> {
  if ((await input.peek(count)).length < count) throw truncated(input);
  input.skip(count);
}

async function skipText(input: ByteReader): Promise<void> {
  for (;;) {
    const piece = await input.peekSome(PIECE);
    if (piece.length === 0) throw truncated(input);
    const end = piece.indexOf(0);
    input.skip(end < 0 ? piece.length : end + 1);
    if (end >= 0) return;
  }
}

function truncated(input: ByteReader): Unreadable {
  return new Unreadable(`the gzip data ends too early, at byte ${input.offset}`);
}
