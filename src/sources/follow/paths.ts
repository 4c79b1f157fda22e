import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, matchesGlob, resolve, sep } from 'node:path';
import { findFiles, type PathFailure } from '../find-files.ts';
import { parseRotation } from '../rotation.ts';

/** A log's name within a folder. */
export interface Place {
  readonly folder: string;
  readonly base: string;
}

/** A log: what is written to one path, and its rotations. */
export interface NamedLog {
  /** Folder and name of what is written now. */
  readonly key: string;
  /** The paths that lead to files of it, links followed, to the name that was asked for. */
  readonly named: ReadonlyMap<string, string>;
  /** Where its files may be. */
  readonly places: readonly Place[];
}

/** The logs that paths name, whether their files are there or not. */
export interface NamedLogs {
  readonly logs: ReadonlyMap<string, NamedLog>;
  readonly failures: readonly PathFailure[];
}

const WILD = /[*?[{]/;

/** The log that a file belongs to by its name. */
export function placeOf(path: string): Place {
  return { folder: dirname(path), base: parseRotation(basename(path)).log };
}

/** A log's key. */
export function keyOf({ folder, base }: Place): string {
  return join(folder, base);
}

/** Finds the logs that files, folders and globs name now. Paths are absolute afterwards. */
export async function findLogs(paths: readonly string[]): Promise<NamedLogs> {
  const { files, failures } = await findFiles(paths);
  const asked = new Set(paths.map((path) => resolve(path)));
  const logs = new Map<string, { named: Map<string, string>; places: Map<string, Place> }>();
  const add = async (path: string) => {
    const place = placeOf(path);
    const key = keyOf(place);
    const log = logs.get(key) ?? { named: new Map(), places: new Map() };
    logs.set(key, log);
    log.places.set(key, place);
    const real = await target(path);
    log.named.set(real, path);
    if (real !== path) log.places.set(keyOf(placeOf(real)), placeOf(real));
  };
  const bad: PathFailure[] = [...failures];
  for (const { path, stats } of files) {
    const full = resolve(path);
    if (!stats.isFile())
      bad.push({ path, reason: 'is no regular file, so it can not be followed' });
    else {
      await add(full);
      // A folder or a glob that names a rotation means the log: its next file may not be there yet.
      if (!asked.has(full)) await add(keyOf(placeOf(full)));
    }
  }
  for (const { path } of failures) {
    if (asked.has(resolve(path)) && !WILD.test(path)) await add(resolve(path));
  }
  return {
    logs: new Map(
      [...logs].map(([key, { named, places }]) => [
        key,
        { key, named, places: [...places.values()] },
      ]),
    ),
    failures: bad,
  };
}

/** True when a log is one that paths name, would its files be there. */
export function isNamed(key: string, paths: readonly string[]): boolean {
  return paths.some((path) => {
    const full = resolve(path);
    return keyOf(placeOf(full)) === key || key.startsWith(full + sep) || matchesGlob(key, full);
  });
}

/** Where a symbolic link leads; other paths stay as they are. */
async function target(path: string): Promise<string> {
  try {
    return (await lstat(path)).isSymbolicLink() ? await realpath(path) : path;
  } catch {
    return path;
  }
}
