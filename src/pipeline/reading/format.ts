import { closeSync, openSync, readSync } from 'node:fs';
import { HEAD, isPlain } from '../../sources/decompress.ts';
import type { InputFile } from '../../types.ts';

/** How a file is to be read; `unknown`: no regular file, empty, or not to be opened. */
export type Format = 'plain' | 'compressed' | 'unknown';

/** What a file's first bytes say. */
export function formatOf({ path, size }: InputFile): Format {
  if (size === undefined || size === 0) return 'unknown';
  try {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(HEAD);
      return isPlain(head.subarray(0, readSync(file, head, 0, HEAD, 0))) ? 'plain' : 'compressed';
    } finally {
      closeSync(file);
    }
  } catch {
    // Whoever reads it will say why not.
    return 'unknown';
  }
}
