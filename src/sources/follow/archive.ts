import { decompress } from '../decompress.ts';
import { isGzip } from '../gzip.ts';
import { Unreadable } from '../unreadable.ts';
import { isZstd } from '../zstd.ts';
import { type Head, headOf, NO_HEAD } from './fingerprint.ts';
import { BLOCK, blocksOf, openFile } from './plain.ts';

/** How a file begins, decompressed where it is compressed. */
export interface Beginning {
  readonly inode: string;
  readonly size: number;
  readonly head: Head;
  readonly compressed: boolean;
  /** Why there is no more of it, when what is compressed can't be read that far. */
  readonly damage: string | undefined;
}

/** How a file's content begins, whatever the file is called. Throws when it can't be opened. */
export async function readBeginning(path: string): Promise<Beginning> {
  const { handle, inode, size } = await openFile(path);
  let head = NO_HEAD;
  let damage: string | undefined;
  try {
    const { buffer: magic } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    const compressed = isGzip(magic) || isZstd(magic);
    const blocks = compressed ? contentOf(blocksOf(handle)) : blocksOf(handle);
    try {
      await headOf(blocks, (more) => {
        head = more;
      });
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      damage = error.message;
    }
    return { inode, size, head, compressed, damage };
  } finally {
    await handle.close();
  }
}

async function* contentOf(blocks: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  for await (const { bytes } of decompress(blocks)) yield bytes;
}

/**
 * The content of a compressed file from an offset of its content on, in blocks. Throws `Unreadable` behind
 * the last good byte, and what `open` throws.
 */
export async function* readArchive(
  path: string,
  inode: string,
  offset: number,
): AsyncGenerator<Buffer, void, undefined> {
  const opened = await openFile(path);
  try {
    if (opened.inode !== inode) throw new Elsewhere();
    let skip = offset;
    for await (const bytes of contentOf(blocksOf(opened.handle))) {
      const from = Math.min(skip, bytes.length);
      skip -= from;
      for (let at = from; at < bytes.length; at += BLOCK) yield bytes.subarray(at, at + BLOCK);
    }
  } finally {
    await opened.handle.close();
  }
}

/** The path leads to another file by now. */
export class Elsewhere extends Error {
  override readonly name = 'Elsewhere';
}
