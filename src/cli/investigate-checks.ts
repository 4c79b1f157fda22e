import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Start } from '../investigate/starts.ts';
import { printable } from '../text/escape.ts';
import { UsageError } from './exit.ts';

/** What would only be noticed after all the reading. */

/** A `UsageError` where a flag without its value took the only path for it: then there is no path left. */
export function checkPaths(paths: readonly string[], starts: readonly Start[]): void {
  if (paths.length > 0) return;
  for (const { value } of starts) {
    // The forms NS:NAME and NS/NAME are one.
    const taken = [value, value.replace(':', '/')].find((path) => existsSync(path));
    if (taken === undefined) continue;
    throw new UsageError(
      `${printable(taken)} was taken for the value of a flag, and it is a path: write the value before it ` +
        '(or - for standard input, if it is meant)',
    );
  }
}

/** A `UsageError` where a page can't be written to a file, as it is a folder or in none. */
export async function checkPage(file: string): Promise<void> {
  if (await isFolder(file)) {
    throw new UsageError(`--html ${printable(file)}: is a folder; name a file in it`);
  }
  const folder = dirname(file);
  if ((await isFolder(folder)) === false) {
    throw new UsageError(
      `--html ${printable(file)}: there is no folder ${printable(folder)}; make it first`,
    );
  }
}

/** `undefined` where that can't be told. */
async function isFolder(path: string): Promise<boolean | undefined> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? false : undefined;
  }
}
