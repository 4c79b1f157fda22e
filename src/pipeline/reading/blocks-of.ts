import { readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { reasonOf } from '../../sources/unreadable.ts';
import type { Block } from '../../types.ts';

/** The rest of an open plain file, from a byte on, and its end. A block is valid until the next is asked for. */
export async function* blocksOf(
  path: string,
  file: number,
  from: number,
  blockBytes: number,
): AsyncGenerator<Block, void, undefined> {
  const block = Buffer.allocUnsafeSlow(blockBytes);
  try {
    for (let at = from; ; ) {
      // Whoever interrupts the run is heard between two blocks.
      await setImmediate();
      const read = readSync(file, block, 0, block.length, at);
      if (read === 0) break;
      at += read;
      yield { kind: 'bytes', origin: path, bytes: block.subarray(0, read), read };
    }
  } catch (error) {
    yield { kind: 'failure', origin: path, reason: reasonOf(error) };
  }
  yield { kind: 'end', origin: path };
}
