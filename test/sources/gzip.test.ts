import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../src/sources/byte-reader.ts';
import { isGzip, readGzipMember } from '../../src/sources/gzip.ts';
import { blocksOf } from './fixtures.ts';

const FLAGS = { headerCrc: 2, extra: 4, name: 8, comment: 16 };
const text = Buffer.from('some text\n'.repeat(30));

/** A gzip member as RFC 1952 words it, with all that a header may have. */
function member(
  flags: number,
  parts: readonly (string | Buffer)[],
  checksum = crc32(text),
): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(checksum);
  trailer.writeUInt32LE(text.length, 4);
  return Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255]),
    ...parts.map((part) => Buffer.from(part)),
    deflateRawSync(text),
    trailer,
  ]);
}

async function unpack(bytes: Buffer, size: number): Promise<string> {
  const parts: Buffer[] = [];
  const input = new ByteReader(blocksOf(bytes, size));
  for await (const part of readGzipMember(input)) parts.push(part);
  expect(input.offset).toBe(bytes.length);
  return Buffer.concat(parts).toString();
}

describe('a gzip member', () => {
  const headers: Record<string, [number, (string | Buffer)[]]> = {
    'nothing more': [0, []],
    'a file name': [FLAGS.name, ['audit.log\0']],
    'a comment': [FLAGS.comment, ['why not\0']],
    'extra fields': [FLAGS.extra, [Buffer.from([3, 0, 7, 7, 7])]],
    everything: [30, [Buffer.from([1, 0, 9]), 'audit.log\0', 'why not\0', Buffer.from([1, 2])]],
  };

  it.each(Object.entries(headers))('is read when its header has %s', async (_, [flags, parts]) => {
    const bytes = member(flags, parts);
    expect(isGzip(bytes)).toBe(true);
    for (const size of [1, 5, 1000]) expect(await unpack(bytes, size)).toBe(text.toString());
  });

  it('is refused when its checksum or its method does not fit', async () => {
    await expect(unpack(member(0, [], 1), 1000)).rejects.toThrow('checksum');
    const other = member(0, []);
    other[2] = 7;
    await expect(unpack(other, 1000)).rejects.toThrow('unknown method');
  });
});
