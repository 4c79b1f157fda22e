import { constants, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../src/sources/byte-reader.ts';
import { isZstd, readZstdFrame } from '../../src/sources/zstd.ts';
import { blocksOf, noise } from './fixtures.ts';

async function unpack(bytes: Uint8Array, size = 1000): Promise<Buffer> {
  const parts: Buffer[] = [];
  const input = new ByteReader(blocksOf(bytes, size));
  for await (const part of readZstdFrame(input)) parts.push(part);
  expect(input.offset).toBe(bytes.length);
  return Buffer.concat(parts);
}

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** A last block, raw, with nothing in it. */
const EMPTY_BLOCK = [1, 0, 0];

describe('a zstd frame', () => {
  const { ZSTD_c_checksumFlag, ZSTD_c_contentSizeFlag, ZSTD_c_compressionLevel } = constants;
  const contentOf = (repeated: number, random: number) =>
    Buffer.concat([Buffer.alloc(repeated, 'x'), noise(random), Buffer.alloc(9, 'y')]);
  const mixed = contentOf(300_000, 200_000);
  /** Blocks of every kind: compressed, repeated and raw. */
  const small = contentOf(2 ** 18, 5000);

  it.each([
    ['a checksum', { [ZSTD_c_checksumFlag]: 1 }],
    ['no content size', { [ZSTD_c_contentSizeFlag]: 0 }],
    ['a high level', { [ZSTD_c_compressionLevel]: 19 }],
  ])('is read with %s', async (_, params) => {
    for (const content of [mixed, small, Buffer.from('short'), Buffer.alloc(0)]) {
      const bytes = zstdCompressSync(content, { params });
      expect(isZstd(bytes)).toBe(true);
      // A block is put together anew with every piece: large ones in tiny pieces take seconds.
      for (const size of [content === mixed ? 1000 : 11, 100_000]) {
        expect((await unpack(bytes, size)).equals(content)).toBe(true);
      }
    }
  });

  it('is passed over when it is skippable, whatever its size', async () => {
    const bytes = Buffer.alloc(8 + 300_000, 7);
    bytes.writeUInt32LE(0x184d2a5e);
    bytes.writeUInt32LE(300_000, 4);
    expect(isZstd(bytes)).toBe(true);
    expect((await unpack(bytes)).length).toBe(0);
  });

  it('with a window above 128 MiB is refused, naming the option that makes one', async () => {
    const long27 = Buffer.concat([MAGIC, Buffer.from([0, 17 << 3, ...EMPTY_BLOCK])]);
    expect((await unpack(long27)).length).toBe(0);
    const long28 = Buffer.concat([MAGIC, Buffer.from([0, 18 << 3, ...EMPTY_BLOCK])]);
    await expect(unpack(long28)).rejects.toThrow(
      'a window of 256 MiB, above the 128 MiB that can be read',
    );
    await expect(unpack(long28)).rejects.toThrow('zstd --long=28');
  });

  it('with a dictionary, or blocks that can’t be, is refused', async () => {
    const dictionary = Buffer.concat([MAGIC, Buffer.from([1, 0, 5, ...EMPTY_BLOCK])]);
    await expect(unpack(dictionary)).rejects.toThrow('dictionary');
    const reserved = Buffer.concat([MAGIC, Buffer.from([0, 0, 7, 0, 0])]);
    await expect(unpack(reserved)).rejects.toThrow('damaged zstd data in the frame at byte 0');
    const tooLong = Buffer.concat([MAGIC, Buffer.from([0, 0, 0xff, 0xff, 0xff])]);
    await expect(unpack(tooLong)).rejects.toThrow('damaged');
  });

  it('is refused when its checksum does not fit', async () => {
    const bytes = zstdCompressSync(mixed, { params: { [ZSTD_c_checksumFlag]: 1 } });
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await expect(unpack(bytes)).rejects.toThrow('damaged');
  });
});
