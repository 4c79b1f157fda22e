import { statfs } from 'node:fs/promises';

/** A file system's bytes. */
export interface Room {
  /** That this process may still take. */
  readonly free: number;
  readonly size: number;
}

/** What is left to others unless something else is said: 64 MiB. */
const RESERVE = 2 ** 26;
/** Of a small disk, no more than this share is left to others. */
const SHARE = 0.05;

/** The room of the file system that a folder is in. Rejects with the system's error. */
export async function roomOf(folder: string): Promise<Room> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, size: blocks * bsize };
}

/** How many bytes the spool leaves free, for the state and for compression: without them it never gets smaller. */
export function reserveOf({ size }: Room, reserveBytes = RESERVE): number {
  return Math.min(reserveBytes, Math.floor(size * SHARE));
}
