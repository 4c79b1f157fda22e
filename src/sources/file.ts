import type { Block, InputFile, Source } from '../types.ts';
import { readBlocks } from './blocks.ts';
import { decompress } from './decompress.ts';
import { reasonOf } from './unreadable.ts';

/** Files that are read one after the other, one open at a time. */
export function fileSource(name: string, files: readonly InputFile[], blockBytes: number): Source {
  return {
    name,
    size: totalOf(files),
    files,
    async *open(signal) {
      for (const { path } of files) {
        if (signal?.aborted) return;
        yield* readFile(path, { blockBytes, signal });
      }
    },
  };
}

/** How a file is read. */
export interface FileReading {
  readonly blockBytes: number;
  /** Where to begin, in bytes; at the start unless told. */
  readonly from?: number;
  readonly signal?: AbortSignal | undefined;
}

/** The blocks of one file, decompressed where it is read from its start, and its end. */
export async function* readFile(
  path: string,
  reading: FileReading,
): AsyncGenerator<Block, void, undefined> {
  const { signal } = reading;
  try {
    for await (const piece of decompress(readBlocks(path, reading))) {
      if (signal?.aborted) return;
      yield { kind: 'bytes', origin: path, ...piece };
    }
  } catch (error) {
    if (signal?.aborted) return;
    yield { kind: 'failure', origin: path, reason: reasonOf(error) };
  }
  if (!signal?.aborted) yield { kind: 'end', origin: path };
}

function totalOf(files: readonly InputFile[]): number | undefined {
  let total = 0;
  for (const { size } of files) {
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}
