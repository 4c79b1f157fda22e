import { type FileHandle, open } from 'node:fs/promises';

/**
 * The blocks of a file. The next is read while one is looked at; a block is valid until the next is
 * asked for.
 */
export async function* readBlocks(
  path: string,
  blockBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  const file = await open(path);
  try {
    let ahead = read(file, Buffer.allocUnsafeSlow(blockBytes));
    let spare = Buffer.allocUnsafeSlow(blockBytes);
    for (;;) {
      const block = await ahead;
      if (block.length === 0 || signal?.aborted) return;
      ahead = read(file, spare);
      // Nobody may be there to take it when it fails.
      ahead.catch(() => undefined);
      spare = Buffer.from(block.buffer);
      yield block;
    }
  } finally {
    await file.close();
  }
}

async function read(file: FileHandle, into: Buffer<ArrayBuffer>): Promise<Buffer<ArrayBuffer>> {
  const { bytesRead } = await file.read(into, 0, into.length, null);
  return into.subarray(0, bytesRead);
}
