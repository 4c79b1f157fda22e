import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PARTS, type PartName, type Results } from './results.ts';

/** The results that docs/performance.md shows. */
export const LATEST = join(import.meta.dirname, '..', 'results', 'latest.json');

/** Results that were kept; none where there is no such file. Throws when it holds something else. */
export function readResults(path: string = LATEST): Results {
  if (!existsSync(path)) return {};
  const results = JSON.parse(readFileSync(path, 'utf8')) as Results;
  if (Object.keys(results).some((name) => !PARTS.includes(name as PartName)))
    throw new Error(`${path} holds something else than results; name another file`);
  return results;
}

/** Keeps results. */
export function writeResults(results: Results, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`);
}
