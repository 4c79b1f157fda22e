import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { Source } from '../types.ts';
import { fileSource } from './file.ts';
import { type FoundFile, findFiles, type PathFailure } from './find-files.ts';
import { compareRotations, parseRotation, type RotatedName } from './rotation.ts';
import { STDIN, stdinSource } from './stdin.ts';

export type { PathFailure } from './find-files.ts';

/** What paths lead to. */
export interface ResolvedSources {
  readonly sources: readonly Source[];
  /** Paths that name nothing, or nothing that can be read. */
  readonly failures: readonly PathFailure[];
  /** What was left out, and why: one sentence each. */
  readonly notes: readonly string[];
}

/** How much is read at once; less when many sources are open. */
const BLOCK = 262_144;
const ALL_BLOCKS = 8_388_608;
const SMALLEST_BLOCK = 8192;

/**
 * The inputs that files, folders, globs and `-` (standard input) name. Rotations of one log in one folder
 * are one source, oldest first; a compressed file whose plain twin is there as well is left out.
 */
export async function resolveSources(
  paths: readonly string[],
  options: { readonly stdin: Readable },
): Promise<ResolvedSources> {
  const found = await findFiles(paths.filter((path) => path !== STDIN));
  const notes = [...found.notes];
  const logs = groupRotations(withoutTwins(found.files, notes));
  const blockBytes = Math.max(SMALLEST_BLOCK, Math.min(BLOCK, Math.floor(ALL_BLOCKS / logs.size)));
  const sources = [...logs].map(([log, files]) => toSource(log, files, blockBytes));
  if (paths.includes(STDIN)) sources.push(stdinSource(options.stdin));
  return { sources, failures: found.failures, notes };
}

interface LogFile extends FoundFile {
  readonly name: RotatedName;
  readonly folder: string;
  readonly modified: bigint;
}

/** While a log is compressed, and after a crash, both are there, and only the plain one is surely whole. */
function withoutTwins(found: readonly FoundFile[], notes: string[]): LogFile[] {
  const files = found.map(toLogFile);
  const there = new Set(
    files.filter(({ stats }) => stats.size > 0n).map(({ path }) => resolve(path)),
  );
  return files.filter(({ path, folder, name }) => {
    const plain = join(folder, name.plain);
    // The current log is no copy of what was compressed under its name.
    const rotated = name.stamp !== '' || name.count > 0;
    if (plain === resolve(path) || !rotated || !there.has(plain)) return true;
    notes.push(`${path}: left out, ${name.plain} is there uncompressed`);
    return false;
  });
}

function toLogFile({ path, stats }: FoundFile): LogFile {
  const full = resolve(path);
  const folder = dirname(full);
  const name = parseRotation(full.slice(folder.length).replace(/^[/\\]/, ''));
  return { path, stats, name, folder, modified: stats.mtimeNs };
}

function groupRotations(files: readonly LogFile[]): Map<string, LogFile[]> {
  const logs = new Map<string, LogFile[]>();
  for (const file of files) {
    const log = file.stats.isFile() ? join(file.folder, file.name.log) : file.path;
    const rotations = logs.get(log);
    if (rotations === undefined) logs.set(log, [file]);
    else rotations.push(file);
  }
  return logs;
}

function toSource(log: string, files: LogFile[], blockBytes: number): Source {
  const ordered = files.sort(compareRotations).map(({ path, stats }) => ({
    path,
    size: stats.isFile() ? Number(stats.size) : undefined,
  }));
  const [only] = ordered;
  const name =
    only !== undefined && ordered.length === 1 ? only.path : `${log} (${ordered.length} files)`;
  return fileSource(name, ordered, blockBytes);
}
