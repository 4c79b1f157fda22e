import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decompress } from '../../src/sources/decompress.ts';
import { blocksOf, noise } from './fixtures.ts';

/** What comes out, and why it stopped. */
async function unpack(
  bytes: Uint8Array,
  size?: number,
): Promise<{ text: string; read: number; reason?: string; longest: number }> {
  const parts: Buffer[] = [];
  let read = 0;
  let reason: string | undefined;
  try {
    for await (const piece of decompress(blocksOf(bytes, size))) {
      // Valid until the next is asked for.
      parts.push(Buffer.from(piece.bytes));
      read += piece.read;
    }
  } catch (error) {
    reason = (error as Error).message;
  }
  const longest = Math.max(0, ...parts.map((part) => part.length));
  const text = Buffer.concat(parts).toString('latin1');
  return reason === undefined ? { text, read, longest } : { text, read, longest, reason };
}

const one = Buffer.from('first line\nsecond line\n'.repeat(40));
const two = Buffer.from('third line\n'.repeat(50));
const both = one.toString() + two.toString();
/** As the `zstd` command does it; without a checksum, damage may go unnoticed. */
const zstd = (bytes: Buffer) =>
  zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: 1 } });
const formats = { gzip: (bytes: Buffer) => gzipSync(bytes), zstd };

describe.each(Object.entries(formats))('%s data', (name, compress) => {
  it('is told by its first bytes and read', async () => {
    const packed = compress(one);
    expect(await unpack(packed)).toMatchObject({ text: one.toString(), read: packed.length });
  });

  it('is read through all concatenated parts, however the blocks fall', async () => {
    const packed = Buffer.concat([compress(one), compress(Buffer.alloc(0)), compress(two)]);
    for (const size of [1, 2, 3, 7, 64, packed.length]) {
      expect(await unpack(packed, size)).toMatchObject({ text: both, read: packed.length });
    }
  });

  it('cut short anywhere gives what comes before and a reason', async () => {
    const first = compress(one);
    const packed = Buffer.concat([first, compress(two)]);
    for (let size = first.length + 1; size < packed.length; size++) {
      const { text, reason } = await unpack(packed.subarray(0, size));
      expect(text.startsWith(one.toString())).toBe(true);
      expect(both.startsWith(text)).toBe(true);
      expect(reason).toMatch(/too early, at byte \d+$|^garbage after/);
    }
  });

  it('cut short in its data gives that data up to there', async () => {
    const packed = compress(noise(500_000));
    const { text, reason } = await unpack(packed.subarray(0, 400_000));
    expect(text.length).toBeGreaterThan(250_000);
    expect(noise(500_000).toString('latin1').startsWith(text)).toBe(true);
    expect(reason).toContain(`the ${name} data ends too early`);
  });

  it('with garbage behind it gives all data and a reason', async () => {
    for (const size of [5, 1000]) {
      const packed = Buffer.concat([compress(one), Buffer.from('garbage')]);
      expect(await unpack(packed, size)).toMatchObject({
        text: one.toString(),
        reason: `garbage after the ${name} data, from byte ${packed.length - 7}`,
      });
    }
  });

  it('may be filled up with zeros', async () => {
    const packed = Buffer.concat([compress(one), Buffer.alloc(100_000)]);
    expect(await unpack(packed)).toMatchObject({ text: one.toString(), read: packed.length });
  });

  it('that is damaged gives a reason', async () => {
    const packed = Buffer.concat([compress(one), compress(noise(300_000))]);
    packed.fill(0xff, packed.length - 150_000, packed.length - 149_000);
    packed[packed.length - 2] = (packed.at(-2) ?? 0) ^ 1;
    const { text, reason } = await unpack(packed);
    expect(text.startsWith(one.toString())).toBe(true);
    expect(reason).toMatch(/damaged/);
  });

  it('that expands a thousandfold comes in small blocks', async () => {
    const packed = compress(Buffer.alloc(50_000_000, 'x'));
    const { text, longest } = await unpack(packed);
    expect(text.length).toBe(50_000_000);
    expect(longest).toBeLessThanOrEqual(131_072);
  });
});

describe('other data', () => {
  it('passes as it is', async () => {
    for (const text of ['', '{}', 'plain text\n'.repeat(1000)]) {
      expect(await unpack(Buffer.from(text), 100)).toMatchObject({ text, read: text.length });
    }
  });

  it.each([
    ['bzip2', '425a68393141592653590000'],
    ['xz', 'fd377a585a000004e6d6b446'],
    ['lz4', '04224d186440a70000000000'],
    ['zip', '504b030414000000080000'],
  ])('compressed as %s is refused by name', async (name, hex) => {
    expect(await unpack(Buffer.from(hex, 'hex'))).toMatchObject({
      text: '',
      reason: `compressed as ${name}; only gzip and zstd can be read`,
    });
  });
});
