import { type FileHandle, open, rename } from 'node:fs/promises';
import { type Room, roomOf } from './room.ts';

/** What the spool does with an open file. */
export type SegmentFile = Pick<FileHandle, 'writev' | 'datasync' | 'read' | 'stat' | 'close'>;

/** What the spool reaches the disk and the clock through, so that tests can break them. */
export interface SpoolIo {
  /** Opens for appending and for reading; makes the file, for its owner only. */
  open(path: string): Promise<SegmentFile>;
  rename(from: string, to: string): Promise<void>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
  /** What is left of the file system that a folder is in. */
  room(folder: string): Promise<Room>;
  /** Milliseconds since 1970; may jump, as the machine's clock does. */
  now(): number;
}

/** The machine's own. */
export const systemIo: SpoolIo = {
  open: (path) => open(path, 'a+', 0o600),
  rename,
  syncFolder,
  room: roomOf,
  now: Date.now,
};

/** Makes the names in a folder durable. File systems that can't sync folders are taken at their word. */
export async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path, 'r');
  await folder.sync().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EINVAL' && error.code !== 'ENOTSUP') throw error;
  });
}

/** Writes all of it at the end of the file, however little of it is taken at a time. */
export async function writeAll(file: SegmentFile, buffers: readonly Uint8Array[]): Promise<void> {
  let rest = buffers;
  while (rest.length > 0) {
    const { bytesWritten } = await file.writev(rest);
    if (bytesWritten === 0) throw new Error('the disk takes no more bytes');
    rest = behind(rest, bytesWritten);
  }
}

function behind(buffers: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let left = count;
  const from = buffers.findIndex(({ length }) => {
    if (left < length) return true;
    left -= length;
    return false;
  });
  if (from < 0) return [];
  const [first = new Uint8Array(), ...others] = buffers.slice(from);
  return [first.subarray(left), ...others];
}
