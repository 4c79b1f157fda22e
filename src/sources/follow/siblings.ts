import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { compareRotations, parseRotation, type RotatedName } from '../rotation.ts';
import { reasonOf } from '../unreadable.ts';
import type { NamedLog } from './paths.ts';

/** A file of a log, as it was listed. */
export interface Seen {
  readonly path: string;
  readonly inode: string;
  readonly size: number;
  /** Size and modification: when they are the same, so is the file. */
  readonly stamp: string;
  /** Nanoseconds since 1970. */
  readonly modified: bigint;
  readonly name: RotatedName;
  /** One of the paths that were asked for leads to it. */
  readonly named: boolean;
  /** It is what the log is written to: no rotation of it. */
  readonly current: boolean;
}

/** The files of a log. */
export interface Listing {
  /** Oldest first, each once. */
  readonly seen: readonly Seen[];
  /** Folders that could not be read: files may be there that are not in `seen`. */
  readonly failures: readonly { readonly path: string; readonly reason: string }[];
}

/** Gives the names in a folder, the same ones each time. */
export type ListFolder = (folder: string) => Promise<readonly string[]>;

/** Lists each folder anew. */
export function newListing(): ListFolder {
  const folders = new Map<string, Promise<readonly string[]>>();
  return (folder) => {
    let names = folders.get(folder);
    if (names === undefined) {
      names = readdir(folder);
      folders.set(folder, names);
    }
    return names;
  };
}

const COMPRESSED = /[.](?:gz|zst|zstd)$/i;

/** Lists what there is of a log: what was asked for, and its rotations wherever they may be. */
export async function listLog(log: NamedLog, list: ListFolder): Promise<Listing> {
  const paths = new Set<string>(log.named.keys());
  const failures: { path: string; reason: string }[] = [];
  for (const { folder, base } of log.places) {
    try {
      for (const name of await list(folder)) {
        if (parseRotation(name).log === base) paths.add(join(folder, name));
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') {
        failures.push({ path: folder, reason: reasonOf(error) });
      }
    }
  }
  const byInode = new Map<string, Seen>();
  for (const path of paths) {
    const seen = await look(path, log.named.get(path));
    const other = seen === undefined ? undefined : byInode.get(seen.inode);
    // Of two names of one file, the one that it is written under counts.
    if (seen !== undefined && (other === undefined || compareSeen(other, seen) < 0)) {
      byInode.set(seen.inode, seen);
    }
  }
  return { seen: [...byInode.values()].sort(compareSeen), failures };
}

async function look(path: string, asked: string | undefined): Promise<Seen | undefined> {
  try {
    const stats = await stat(path, { bigint: true });
    if (!stats.isFile()) return undefined;
    const name = parseRotation(basename(path));
    return {
      path,
      inode: `${stats.dev}:${stats.ino}`,
      size: Number(stats.size),
      stamp: `${stats.size}:${stats.mtimeNs}`,
      modified: stats.mtimeNs,
      name,
      named: asked !== undefined,
      current: asked !== undefined && isWrittenTo(asked),
    };
  } catch {
    // What can't be looked at is missed by its log, or reported where it was asked for.
    return undefined;
  }
}

/** True when a name says that the log goes on elsewhere. */
export function isRotation({ stamp, count }: RotatedName): boolean {
  return stamp !== '' || count > 0;
}

/** True for the names under which logs are written, not rotated nor compressed. */
export function isWrittenTo(path: string): boolean {
  return !isRotation(parseRotation(basename(path))) && !COMPRESSED.test(path);
}

/**
 * True for a compressed rotation whose plain twin is there: while it is compressed, and after a crash, only
 * the plain one is surely whole.
 */
export function hasPlainTwin(file: Seen, all: readonly Seen[]): boolean {
  if (!isRotation(file.name) || !COMPRESSED.test(file.path)) return false;
  const plain = file.path.replace(COMPRESSED, '');
  return all.some(({ path, size }) => path === plain && size > 0);
}

/** True for names of compressed files. */
export function isCompressedName(path: string): boolean {
  return COMPRESSED.test(path);
}

function compareSeen(a: Seen, b: Seen): number {
  return Number(a.current) - Number(b.current) || compareRotations(a, b);
}
