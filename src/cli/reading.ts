import { availableParallelism } from 'node:os';
import type { Config } from '../config/index.ts';
import { limitsOf, type ReadOptions } from '../pipeline/reading/batch.ts';
import { createScanner, scannerPaths } from '../scanner/index.ts';
import { hasSimd } from '../scanner/wasm-core.ts';
import type { FieldPath, Source } from '../types.ts';
import { totalSize } from './inputs.ts';

/** Below so many bytes on disk, threads take longer to start than they save. */
const WORTH_THREADS = 33_554_432;
/** How much is read at once of all sources, and at most of one. */
const ALL_SEGMENTS = 16_777_216;
const SEGMENT = { least: 65_536, most: 524_288 } as const;
/** More processors than that are only used when asked for. */
const MOST_JOBS = 8;

/** How a run reads its inputs, for rules that ask for these fields; `jobs`: how many threads, where it was said. */
export async function setUpReading(
  config: Config,
  fields: readonly FieldPath[],
  sources: readonly Source[],
  jobs = Math.min(availableParallelism(), MOST_JOBS),
): Promise<Pick<ReadOptions, 'scanner' | 'threads' | 'segmentBytes'>> {
  const scanner = createScanner(fields);
  const share = Math.floor(ALL_SEGMENTS / Math.max(1, sources.length));
  const segmentBytes = Math.max(SEGMENT.least, Math.min(SEGMENT.most, share));
  if (jobs < 2 || !isLarge(sources) || !hasSimd()) return { scanner, segmentBytes };
  const { startThreads } = await import('../pipeline/reading/threads.ts');
  const limits = limitsOf({ maxRecordBytes: config.input.maxRecordBytes });
  const threads = startThreads({
    jobs,
    sources: sources.length,
    paths: scannerPaths(fields),
    limits,
  });
  return { scanner, threads, segmentBytes };
}

function isLarge(sources: readonly Source[]): boolean {
  const onDisk = sources.filter(({ files }) => files !== undefined);
  return (totalSize(onDisk) ?? 0) >= WORTH_THREADS;
}
