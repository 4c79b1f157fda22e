import { ByteReader } from './byte-reader.ts';
import { isGzip, readGzipMember } from './gzip.ts';
import { Unreadable } from './unreadable.ts';
import { isZstd, readZstdFrame } from './zstd.ts';

/** Decompressed bytes, and how many bytes of the file were read for them. */
export interface Piece {
  readonly bytes: Buffer;
  readonly read: number;
}

/** A compressed format: a file is a sequence of parts, each complete in itself. */
interface Format {
  readonly name: string;
  readonly begins: (head: Buffer) => boolean;
  readonly readPart: (input: ByteReader) => AsyncIterable<Buffer>;
}

const FORMATS: readonly Format[] = [
  { name: 'gzip', begins: isGzip, readPart: readGzipMember },
  { name: 'zstd', begins: isZstd, readPart: readZstdFrame },
];

/** Formats that are recognised and not read, by their first bytes in hex. */
const OTHERS: Readonly<Record<string, string>> = {
  '425a68': 'bzip2',
  fd377a585a00: 'xz',
  '04224d18': 'lz4',
  '504b0304': 'zip',
};

/** As many bytes as any format's magic number has. */
export const HEAD = 6;

/** True for the first bytes (six, or all there are) of a file that is in no compressed format. */
export function isPlain(head: Buffer): boolean {
  return !FORMATS.some(({ begins }) => begins(head)) && otherFormat(head) === undefined;
}

/**
 * Decompresses gzip and zstd, which are told by their first bytes; anything else passes as it is. What
 * comes before damage, truncation or garbage is yielded; then it throws `Unreadable`.
 */
export async function* decompress(
  blocks: AsyncIterable<Buffer>,
): AsyncGenerator<Piece, void, undefined> {
  const input = new ByteReader(blocks);
  try {
    const head = await input.peek(HEAD);
    const format = FORMATS.find(({ begins }) => begins(head));
    if (format === undefined) {
      refuseOthers(head);
      yield* passOn(input);
    } else yield* readParts(input, format);
  } finally {
    await input.close();
  }
}

async function* passOn(input: ByteReader): AsyncGenerator<Piece, void, undefined> {
  for (;;) {
    const bytes = await input.peekSome(Number.MAX_SAFE_INTEGER);
    if (bytes.length === 0) return;
    input.skip(bytes.length);
    yield { bytes, read: bytes.length };
  }
}

async function* readParts(
  input: ByteReader,
  format: Format,
): AsyncGenerator<Piece, void, undefined> {
  let told = 0;
  while (await anotherPart(input, format)) {
    for await (const bytes of format.readPart(input)) {
      yield { bytes, read: input.offset - told };
      told = input.offset;
    }
  }
  yield { bytes: Buffer.alloc(0), read: input.offset - told };
}

/** Zeros may fill up the end of a file, as tapes and copied log files have them; anything else is garbage. */
async function anotherPart(input: ByteReader, { name, begins }: Format): Promise<boolean> {
  if (begins(await input.peek(HEAD))) return true;
  const start = input.offset;
  for (;;) {
    const padding = await input.peekSome(65_536);
    if (padding.length === 0) return false;
    if (padding.some((byte) => byte !== 0)) {
      throw new Unreadable(`garbage after the ${name} data, from byte ${start}`);
    }
    input.skip(padding.length);
  }
}

function refuseOthers(head: Buffer): void {
  const name = otherFormat(head);
  if (name === undefined) return;
  throw new Unreadable(`compressed as ${name}; only gzip and zstd can be read`);
}

function otherFormat(head: Buffer): string | undefined {
  const hex = head.toString('hex');
  return Object.entries(OTHERS).find(([magic]) => hex.startsWith(magic))?.[1];
}
