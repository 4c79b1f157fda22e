import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Results } from './results.ts';

/** The results that docs/performance.md shows. */
export const LATEST = join(import.meta.dirname, '..', 'results', 'latest.json');

/** Results that were kept; none where there is no such file. */
export function readResults(path: string = LATEST): Results {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Results) : {};
}

/** Keeps results. */
export function writeResults(results: Results, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`);
}
