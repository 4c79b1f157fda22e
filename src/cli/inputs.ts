import { resolveSources } from '../sources/index.ts';
import { printable } from '../text/escape.ts';
import type { Source } from '../types.ts';
import { say, UsageError } from './exit.ts';

/** The inputs of a run. */
export interface Inputs {
  readonly sources: readonly Source[];
  /** Paths that name nothing readable; already told. */
  readonly failures: number;
}

/** Finds what the paths name; without any, a pipe on standard input. Tells what it leaves out. */
export async function openInputs(paths: readonly string[]): Promise<Inputs> {
  if (paths.length === 0 && process.stdin.isTTY === true) {
    throw new UsageError('nothing to read: name files, folders or globs, or pipe a log into it');
  }
  const found = await resolveSources(paths.length === 0 ? ['-'] : paths, { stdin: process.stdin });
  for (const { path, reason } of found.failures) {
    say(`satrap: ${printable(path)}: ${printable(reason)}`);
  }
  for (const note of found.notes) say(`satrap: ${printable(note)}`);
  return { sources: found.sources, failures: found.failures.length };
}

/** Bytes on disk of all sources; `undefined` when one is a pipe. */
export function totalSize(sources: readonly Source[]): number | undefined {
  let total = 0;
  for (const { size } of sources) {
    if (size === undefined) return undefined;
    total += size;
  }
  return total;
}
