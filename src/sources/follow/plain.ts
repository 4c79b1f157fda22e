import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { extend, fits, type Head, headOf, NO_HEAD } from './fingerprint.ts';
import type { Tracked } from './tracked.ts';

/** The longest block. */
export const BLOCK = 65_536;

/** A file that was opened to have a look at it. */
export interface Opened {
  readonly handle: FileHandle;
  readonly inode: string;
  readonly size: number;
}

/** Opens a file for reading; what turned into a pipe meanwhile doesn't hold up the program. Throws as `open` does. */
export async function openFile(path: string): Promise<Opened> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { dev, ino, size } = await handle.stat({ bigint: true });
    return { handle, inode: `${dev}:${ino}`, size: Number(size) };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** The bytes of an open file from its beginning on, in blocks that grow. */
export async function* blocksOf(handle: FileHandle): AsyncGenerator<Buffer, void, undefined> {
  for (let position = 0, size = 4096; ; size = Math.min(BLOCK, size * 2)) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(size), 0, size, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** The head of an open file. */
async function readHead(handle: FileHandle): Promise<Head> {
  let head = NO_HEAD;
  await headOf(blocksOf(handle), (more) => {
    head = more;
  });
  return head;
}

/** Opens a file to be read on. False when its path leads to something else by now. */
export async function openTracked(file: Tracked): Promise<boolean> {
  const { handle, inode, size } = await openFile(file.path);
  try {
    const head = await readHead(handle);
    if (inode === file.inode && fits(file.print, head)) {
      file.open = { handle, inode };
      file.head = head;
      file.size = size;
      file.position = Math.min(file.position, size);
      return true;
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  await handle.close();
  return false;
}

/** How an open file is, compared with what was read of it. */
export type Condition = 'same' | 'cut' | 'replaced';

/**
 * Looks at an open file again. `cut`: it begins as before but is shorter, as after a power failure; reading
 * goes on at the new end. `replaced`: it was truncated, and holds something else.
 */
export async function examine(file: Tracked, now: number): Promise<Condition> {
  if (file.open === undefined) return 'same';
  const { handle } = file.open;
  const stats = await handle.stat({ bigint: true });
  const size = Number(stats.size);
  const checked = `${stats.size}:${stats.mtimeNs}`;
  if (checked === file.checked) return 'same';
  if (!(await beginsWith(handle, file.head))) return 'replaced';
  file.checked = checked;
  if (size > file.size) file.grown = now;
  file.size = size;
  file.position = Math.min(file.position, size);
  if (file.offset <= size) return 'same';
  file.offset = size;
  return 'cut';
}

/** True when the file is gone from every folder. */
export async function isDeleted(file: Tracked): Promise<boolean> {
  return file.open !== undefined && (await file.open.handle.stat()).nlink === 0;
}

/**
 * The next bytes of an open file; none at its end. That they are of the content that was read so far is
 * checked afterwards: no truncation in between goes unseen.
 */
export async function readBlock(file: Tracked): Promise<Buffer | 'replaced'> {
  if (file.open === undefined) return Buffer.alloc(0);
  const { handle } = file.open;
  const { position, head } = file;
  const buffer = Buffer.allocUnsafe(Math.min(BLOCK, Math.max(1, file.size - position)));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, position);
  const bytes = buffer.subarray(0, bytesRead);
  const known = extend(head, position, bytes);
  if (!(await beginsWith(handle, known))) return 'replaced';
  file.head = known;
  file.position += bytesRead;
  return bytes;
}

async function beginsWith(handle: FileHandle, { start, bytes }: Head): Promise<boolean> {
  const there = Buffer.alloc(bytes.length);
  for (let length = 0; length < there.length; ) {
    const rest = there.length - length;
    const { bytesRead } = await handle.read(there, length, rest, start + length);
    if (bytesRead === 0) return false;
    length += bytesRead;
  }
  return there.equals(bytes);
}
