import type { ScannerPaths } from '../../scanner/scanner.ts';
import type { RuleTexts } from '../../sigma/rule-set.ts';
import { type Batch, type ParseLimits, setupOf } from './batch.ts';
import { createCrew } from './crew.ts';
import type { watchIdleness } from './idleness.ts';
import type { ThreadReader } from './listener.ts';
import type { SegmentReader } from './plain-file.ts';
import type { ScanThread } from './scan-thread.ts';
import type { SegmentFinds } from './segment.ts';
import { type FileAhead, startThread } from './thread.ts';

/** Threads that read and scan, for all sources of a run. */
export interface ScanThreads extends SegmentReader {
  /** Once all have loaded their code, or ended. */
  readonly loaded: Promise<unknown>;
  /** Compressed files, read ahead of their turn. */
  open(paths: readonly string[]): FilesAhead;
  /** Tells who reads with them; before anything is read. */
  attach(reader: ThreadReader): void;
  close(): Promise<void>;
}

/** Compressed files that are wanted one after the other. */
export interface FilesAhead {
  /** What is found in the next one; see `FileAhead.parts`. */
  next(): AsyncGenerator<Batch, boolean, undefined>;
  close(): void;
}

/** How many threads, and what they share. */
export interface ThreadsOptions {
  /** How many, beside this one. */
  readonly count: number;
  /** How many sources are read at the same time. */
  readonly sources: number;
  readonly limits: ParseLimits;
  /** The rules that they match records with, or else the fields that they look for. */
  readonly work: RuleTexts | ScannerPaths;
  /** `watchIdleness`, where one more may join them; see `createCrew`. */
  readonly watch?: typeof watchIdleness | undefined;
  /** A first one that has begun to load already. */
  readonly early?: ScanThread | undefined;
}

/** How much of compressed files may wait for its turn, in bytes after decompression, in all. */
const AHEAD = 4_194_304;
const LEAST_AHEAD = 1_048_576;

/** How many segments of a source that is read alone are read ahead beside two for each thread: threads don't run evenly. */
const AHEAD_OF_ONE = 12;

/** Starts threads. */
export function startThreads(options: ThreadsOptions): ScanThreads {
  const { count, sources, limits, work, watch } = options;
  const setup = setupOf(work, limits);
  let { early } = options;
  const start = () => {
    const thread = startThread(setup, early);
    early = undefined;
    return thread;
  };
  const crew = createCrew(count, start, watch);
  const owners = new WeakMap<SegmentFinds, () => void>();
  const filesAhead = Math.max(1, Math.ceil(count / sources));
  const ahead = Math.max(LEAST_AHEAD, Math.floor(AHEAD / (sources * filesAhead)));
  return {
    get ahead() {
      return sources === 1 ? crew.size * 2 + AHEAD_OF_ONE : 1;
    },
    loaded: crew.loaded,
    attach: crew.attach,
    async read(segment) {
      crew.begin();
      const { finds, release } = await crew.next().segment(segment);
      owners.set(finds, release);
      return finds;
    },
    release: (finds) => owners.get(finds)?.(),
    open(names) {
      const started: FileAhead[] = [];
      let next = 0;
      const fill = () => {
        while (next < names.length && started.length < filesAhead) {
          started.push(crew.next().file(names[next++] as string, ahead));
        }
      };
      return {
        next() {
          fill();
          const file = started.shift() as FileAhead;
          fill();
          return file.parts();
        },
        close() {
          for (const file of started) file.close();
        },
      };
    },
    close: crew.close,
  };
}
