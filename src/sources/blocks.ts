import { open } from 'node:fs/promises';
import type { FileReading } from './file.ts';

/**
 * The blocks of a file. The next is read while one is looked at; a block is valid until the next is
 * asked for.
 */
export async function* readBlocks(
  path: string,
  { blockBytes, from, signal }: FileReading,
): AsyncGenerator<Buffer, void, undefined> {
  const file = await open(path);
  try {
    let at = from;
    const read = async (into: Buffer<ArrayBuffer>): Promise<Buffer<ArrayBuffer>> => {
      const { bytesRead } = await file.read(into, 0, into.length, at ?? null);
      if (at !== undefined) at += bytesRead;
      return into.subarray(0, bytesRead);
    };
    let ahead = read(Buffer.allocUnsafeSlow(blockBytes));
    let spare = Buffer.allocUnsafeSlow(blockBytes);
    for (;;) {
      const block = await ahead;
      if (block.length === 0 || signal?.aborted) return;
      ahead = read(spare);
      // Nobody may be there to take it when it fails.
      ahead.catch(() => undefined);
      spare = Buffer.from(block.buffer);
      yield block;
    }
  } finally {
    await file.close();
  }
}
