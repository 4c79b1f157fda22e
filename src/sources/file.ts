import type { Block, Source } from '../types.ts';
import { readBlocks } from './blocks.ts';
import { decompress } from './decompress.ts';
import { reasonOf } from './unreadable.ts';

/** A file to read. */
export interface InputFile {
  readonly path: string;
  /** Bytes on disk; `undefined` for pipes and devices. */
  readonly size: number | undefined;
}

/** Files that are read one after the other, one open at a time. */
export function fileSource(name: string, files: readonly InputFile[], blockBytes: number): Source {
  return {
    name,
    size: totalOf(files),
    async *open(signal) {
      for (const { path } of files) {
        if (signal?.aborted) return;
        yield* readFile(path, blockBytes, signal);
      }
    },
  };
}

async function* readFile(
  path: string,
  blockBytes: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<Block, void, undefined> {
  try {
    for await (const piece of decompress(readBlocks(path, blockBytes, signal))) {
      if (signal?.aborted) return;
      yield { kind: 'bytes', origin: path, ...piece };
    }
  } catch (error) {
    if (signal?.aborted) return;
    yield { kind: 'failure', origin: path, reason: reasonOf(error) };
  }
  yield { kind: 'end', origin: path };
}

function totalOf(files: readonly InputFile[]): number | undefined {
  let total = 0;
  for (const { size } of files) {
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}
