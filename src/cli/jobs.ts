import { availableParallelism } from 'node:os';

/** Below so many bytes on disk, threads take longer to start than they save. */
const WORTH_THREADS = 33_554_432;
/** More processors than that are only used when asked for. */
const MOST_JOBS = 8;

/** How many threads a run has that reads so many bytes on disk, this one among them. `jobs`: where it was said. */
export function jobsFor(bytes: number, jobs: number | undefined): number {
  if (bytes < WORTH_THREADS) return 1;
  return jobs ?? Math.min(availableParallelism(), MOST_JOBS);
}
