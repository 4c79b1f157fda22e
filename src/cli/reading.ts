import type { Config } from '../config/index.ts';
import { limitsOf, type ReadOptions } from '../pipeline/reading/batch.ts';
import type { Matching } from '../pipeline/reading/gist-lists.ts';
import type { ScanThread } from '../pipeline/reading/scan-thread.ts';
import type { ScanThreads } from '../pipeline/reading/threads.ts';
import { createScanner, scannerPaths } from '../scanner/index.ts';
import type { ScannerPaths } from '../scanner/scanner.ts';
import { hasSimd } from '../scanner/wasm-core.ts';
import type { RuleTexts } from '../sigma/rule-set.ts';
import type { FieldPath, Source } from '../types.ts';
import { totalSize } from './inputs.ts';
import { jobsFor } from './jobs.ts';

/** How much is read at once of all sources, and at most of one. */
const ALL_SEGMENTS = 16_777_216;
const SEGMENT = { least: 65_536, most: 524_288 } as const;

/** What a run reads. */
export interface ReadingUse {
  readonly sources: readonly Source[];
  /** How many threads work on it, where it was said. */
  readonly jobs?: number | undefined;
  /** A thread that has begun to load; left alone where none is needed. */
  readonly early?: ScanThread | undefined;
}

/** Threads for inputs that are large enough, for the rules that they match or the fields that they look for. */
export async function startReading(
  config: Config,
  work: RuleTexts | ScannerPaths,
  { sources, jobs, early }: ReadingUse,
): Promise<ScanThreads | undefined> {
  const all = jobsFor(sizeOnDisk(sources), jobs);
  if (all < 2 || !hasSimd()) return undefined;
  const { startThreads } = await import('../pipeline/reading/threads.ts');
  const { watchIdleness } = await import('../pipeline/reading/idleness.ts');
  const limits = limitsOf({ maxRecordBytes: config.input.maxRecordBytes });
  // One of them is this one, which has as much to do.
  const count = all - 1;
  // Whoever says how many gets no more.
  const watch = jobs === undefined ? watchIdleness : undefined;
  return startThreads({ count, sources: sources.length, limits, work, watch, early });
}

/** Who reads, and the threads that were started for it. */
export interface Reader {
  /** The fields that its rules ask for. */
  readonly fields: readonly FieldPath[];
  readonly threads: ScanThreads | undefined;
  /** Where they match records. */
  readonly matching?: Matching;
}

/** How a run reads its inputs. */
type Reading = Pick<ReadOptions, 'scanner' | 'threads' | 'segmentBytes'>;

/** Gets ready to read with threads that were started. */
export async function readWith(
  { fields, threads, matching }: Reader,
  sources: readonly Source[],
): Promise<Reading> {
  const share = Math.floor(ALL_SEGMENTS / Math.max(1, sources.length));
  const segmentBytes = Math.max(SEGMENT.least, Math.min(SEGMENT.most, share));
  threads?.attach({ paths: scannerPaths(fields), matching });
  // Whoever changes V8's flags meanwhile has them compile all of Node anew.
  await threads?.loaded;
  return { scanner: createScanner(fields), threads, segmentBytes };
}

/** The same with threads that are started now and look for these fields. */
export async function setUpReading(
  config: Config,
  fields: readonly FieldPath[],
  use: ReadingUse,
): Promise<Reading> {
  const threads = await startReading(config, scannerPaths(fields), use);
  return await readWith({ fields, threads }, use.sources);
}

function sizeOnDisk(sources: readonly Source[]): number {
  return totalSize(sources.filter(({ files }) => files !== undefined)) ?? 0;
}
