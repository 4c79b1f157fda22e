import { readFileSync, realpathSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '../types.ts';
import type { RuleFile } from './rule-set.ts';

/** Reads rule files from disk. */

/** Files, and what could not be read. */
export interface ReadFiles {
  readonly files: RuleFile[];
  readonly problems: Problem[];
}

/**
 * Reads files, and folders with all `*.yml` and `*.yaml` below them in the order of their paths.
 * Folders called `schema` and names that start with a dot are passed over (a mounted ConfigMap keeps
 * its versions in such); a file that is reached twice is read once.
 */
export async function readRuleFiles(paths: readonly string[]): Promise<ReadFiles> {
  const files: RuleFile[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const found = await guarded(path, problems, () => filesAt(path, problems));
    if (found?.length === 0) {
      problems.push(failure(path, 'there is no *.yml or *.yaml file in this folder'));
    }
    for (const file of found ?? []) {
      const text = await guarded(file, problems, () => readOnce(file, seen));
      if (text !== undefined) files.push({ path: file, text });
    }
  }
  return { files, problems };
}

async function filesAt(path: string, problems: Problem[]): Promise<string[]> {
  const isFolder = (await stat(path)).isDirectory();
  return isFolder ? (await filesBelow(path, problems, new Set())).sort() : [path];
}

async function filesBelow(
  folder: string,
  problems: Problem[],
  visited: Set<string>,
): Promise<string[]> {
  const real = await realpath(folder);
  if (visited.has(real)) return [];
  visited.add(real);
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const { name } = entry;
    if (name.startsWith('.')) continue;
    const path = join(folder, name);
    const stats = entry.isSymbolicLink() ? await guarded(path, problems, () => stat(path)) : entry;
    if (stats?.isDirectory() && name !== 'schema') {
      found.push(
        ...((await guarded(path, problems, () => filesBelow(path, problems, visited))) ?? []),
      );
    } else if (stats?.isFile() && /\.ya?ml$/.test(name)) found.push(path);
  }
  return found;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/**
 * The file's text; `undefined` when it has been read before. Throws when it isn't UTF-8. Waiting for hundreds
 * of small files, one after the other, keeps the process busier than reading them.
 */
function readOnce(path: string, seen: Set<string>): string | undefined {
  const real = realpathSync.native(path);
  if (seen.has(real)) return undefined;
  seen.add(real);
  return UTF8.decode(readFileSync(path));
}

async function guarded<T>(
  path: string,
  problems: Problem[],
  read: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    problems.push(failure(path, reasonOf(error)));
    return undefined;
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: "it can't be read: permission denied",
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not valid UTF-8',
};

function reasonOf(error: unknown): string {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return REASONS[code] ?? `it can't be read: ${message}`;
}

function failure(file: string, message: string): Problem {
  return { severity: 'error', file, line: 0, column: 0, message };
}
