import { statSync } from 'node:fs';
import type { ScanThread } from '../pipeline/reading/scan-thread.ts';
import { jobsFor } from './jobs.ts';

/**
 * Has a thread load its code while this one loads its own, where the files that the command line names look like enough to
 * read. Whoever gets it ends it, used or not.
 */
export async function loadEarly(
  paths: readonly string[],
  jobs: number | undefined,
): Promise<ScanThread | undefined> {
  const size = paths.reduce((sum, path) => sum + sizeOf(path), 0);
  if (jobsFor(size, jobs) < 2) return undefined;
  const { newScanThread } = await import('../pipeline/reading/scan-thread.ts');
  return newScanThread();
}

/** Of a file, in bytes; of anything else nobody knows yet. */
function sizeOf(path: string): number {
  try {
    const found = statSync(path);
    return found.isFile() ? found.size : 0;
  } catch {
    return 0;
  }
}
