import type { BigIntStats } from 'node:fs';
import { glob, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { looksLikeLog } from './rotation.ts';
import { reasonOf } from './unreadable.ts';

/** A path that can't be read, or names nothing. */
export interface PathFailure {
  readonly path: string;
  /** Why, for a person: lower case, no full stop. */
  readonly reason: string;
}

/** A file that was found. */
export interface FoundFile {
  readonly path: string;
  readonly stats: BigIntStats;
}

/** The files that paths name. */
export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly failures: readonly PathFailure[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

/**
 * Files by path, folder or glob. Folders are read with all that is below them, and only for names that
 * logs have; a file that is named itself is always taken. Each file comes once, whatever leads to it.
 */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const finder = new Finder();
  for (const path of paths) await finder.add(path);
  return finder;
}

const WILD = /[*?[{]/;

class Finder implements FoundFiles {
  readonly files: FoundFile[] = [];
  readonly failures: PathFailure[] = [];
  readonly notes: string[] = [];
  readonly #seen = new Set<string>();

  async add(path: string): Promise<void> {
    const stats = await this.#stat(path, WILD.test(path));
    if (stats !== undefined) await this.#take(path, stats);
    else if (WILD.test(path)) await this.#expand(path);
  }

  async #expand(pattern: string): Promise<void> {
    const matches: string[] = [];
    for await (const match of glob(pattern)) matches.push(match);
    if (matches.length === 0) this.#fail(pattern, 'matches no file');
    for (const path of matches.sort()) {
      const stats = await this.#stat(path);
      // A pattern such as `logs/**` names the folders as well as all that is in them.
      if (stats !== undefined) await this.#take(path, stats, matches.length > 1);
    }
  }

  async #take(path: string, stats: BigIntStats, amongOthers = false): Promise<void> {
    if (!this.#isNew(stats)) return;
    if (!stats.isDirectory()) this.#takeFile(path, stats);
    else if ((await this.#walk(path)) === 0 && !amongOthers) {
      this.#fail(path, 'no file in it looks like a log (*.log, *.json, *.jsonl, *.ndjson)');
    }
  }

  #takeFile(path: string, stats: BigIntStats): void {
    if (stats.isSocket()) this.#fail(path, 'is a socket');
    else this.files.push({ path, stats });
  }

  /** Gives how many files the folder has that look like logs. */
  async #walk(folder: string): Promise<number> {
    let logs = 0;
    const others: string[] = [];
    for (const name of await this.#list(folder)) {
      const path = join(folder, name);
      const stats = await this.#stat(path);
      if (stats === undefined) continue;
      if (stats.isDirectory()) logs += this.#isNew(stats) ? await this.#walk(path) : 0;
      else if (!stats.isFile() || !looksLikeLog(name)) others.push(name);
      else {
        logs++;
        if (this.#isNew(stats)) this.files.push({ path, stats });
      }
    }
    if (others.length > 0) this.notes.push(leftOut(folder, others));
    return logs;
  }

  async #list(folder: string): Promise<string[]> {
    try {
      return (await readdir(folder)).sort();
    } catch (error) {
      this.#fail(folder, reasonOf(error));
      return [];
    }
  }

  async #stat(path: string, mayBeMissing = false): Promise<BigIntStats | undefined> {
    try {
      return await stat(path, { bigint: true });
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      if (!(missing && mayBeMissing)) this.#fail(path, reasonOf(error));
      return undefined;
    }
  }

  #isNew({ dev, ino }: BigIntStats): boolean {
    const id = `${dev}:${ino}`;
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    return true;
  }

  #fail(path: string, reason: string): void {
    this.failures.push({ path, reason });
  }
}

function leftOut(folder: string, names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  const rest = names.length > 3 ? `, and ${names.length - 3} more` : '';
  return `${folder}: left out what doesn't look like a log: ${shown}${rest}`;
}
