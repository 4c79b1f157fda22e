import { createParser } from '../../parsers/index.ts';
import type { Scanner, Slab } from '../../scanner/scanner.ts';
import { readFile } from '../../sources/file.ts';
import type { Found } from '../../types.ts';
import type { ParseLimits } from './batch.ts';

/** What is found in some of a file. */
export interface FilePart {
  readonly found: readonly Found[];
  /** Where rows stand, if there are any; to be released. */
  readonly slab: Slab | undefined;
  /** Bytes on disk, and after decompression. */
  readonly read: number;
  readonly bytes: number;
  /** Why the rest can't be read. */
  readonly failure?: string;
}

/** What parses a file. */
export interface FileTools {
  readonly limits: ParseLimits;
  readonly scanner: Scanner;
}

const BLOCK = 262_144;

/** Reads a file to its end; each part has a slab of its own, so that one is good while others are being read. */
export async function* fileParts(
  path: string,
  { limits, scanner }: FileTools,
): AsyncGenerator<FilePart, void, undefined> {
  let slab: Slab | undefined;
  const slabs = {
    acquire(size: number): Slab {
      slab = scanner.acquire(size);
      return slab;
    },
    release: () => undefined,
  };
  const parser = createParser(path, { ...limits, scanner, slabs }, 0);
  for await (const block of readFile(path, { blockBytes: BLOCK })) {
    slab = undefined;
    if (block.kind === 'failure') {
      yield { found: [], slab, read: 0, bytes: 0, failure: block.reason };
    } else if (block.kind === 'end') yield { found: parser.end(), slab, read: 0, bytes: 0 };
    else {
      const { bytes, read } = block;
      const found = parser.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      yield { found, slab, read, bytes: bytes.byteLength };
    }
  }
}
