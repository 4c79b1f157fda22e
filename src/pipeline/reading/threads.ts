import { extname } from 'node:path';
import type { ScannerPaths } from '../../scanner/scanner.ts';
import type { Batch, ParseLimits } from './batch.ts';
import { setupOf } from './batch.ts';
import type { SegmentReader } from './plain-file.ts';
import type { SegmentFinds } from './segment.ts';
import { startThread, type Thread } from './thread.ts';

/** Threads that read and scan, for all sources of a run. */
export interface ScanThreads extends SegmentReader {
  /** Whole files, read ahead of their turn. */
  open(paths: readonly string[]): WholeFiles;
  close(): Promise<void>;
}

/** Files that are wanted one after the other. */
export interface WholeFiles {
  /** The batches of the next one. */
  next(): AsyncIterable<Batch>;
  close(): void;
}

/** How many threads, and what they share. */
export interface ThreadsOptions {
  readonly jobs: number;
  /** How many sources are read at the same time. */
  readonly sources: number;
  readonly paths: ScannerPaths;
  readonly limits: ParseLimits;
}

/** How much of compressed files may wait for its turn, decompressed, in all. */
const AHEAD = 67_108_864;
const LEAST_AHEAD = 1_048_576;

/** Starts threads. */
export function startThreads({ jobs, sources, paths, limits }: ThreadsOptions): ScanThreads {
  const setup = setupOf(paths, limits);
  const code = new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
  const threads = Array.from({ length: jobs }, () => startThread(code, setup, paths));
  let turn = 0;
  const nextThread = (): Thread => threads[turn++ % jobs] as Thread;
  const owners = new WeakMap<SegmentFinds, () => void>();
  const filesAhead = Math.max(1, Math.ceil(jobs / sources));
  const ahead = Math.max(LEAST_AHEAD, Math.floor(AHEAD / (sources * filesAhead)));
  return {
    ahead: sources === 1 ? jobs * 2 : 1,
    async read(segment) {
      const { finds, release } = await nextThread().segment(segment);
      owners.set(finds, release);
      return finds;
    },
    release: (finds) => owners.get(finds)?.(),
    open(names) {
      const started: AsyncGenerator<Batch>[] = [];
      let next = 0;
      const fill = () => {
        while (next < names.length && started.length < filesAhead) {
          started.push(nextThread().file(names[next++] as string, ahead));
        }
      };
      return {
        async *next() {
          fill();
          const batches = started.shift();
          if (batches !== undefined) yield* batches;
        },
        close() {
          for (const batches of started) void batches.return(undefined);
        },
      };
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}
