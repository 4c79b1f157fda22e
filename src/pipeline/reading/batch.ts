import { fieldPath } from '../../record/field-path.ts';
import type { Scanner, ScannerPaths } from '../../scanner/scanner.ts';
import type { RuleTexts } from '../../sigma/rule-set.ts';
import type { Found, Telling } from '../../types.ts';
import type { ScanThreads } from './threads.ts';

/** What was read in one go. */
export interface Batch {
  /** Records and rejects, in reading order; valid until the next batch is asked for. */
  readonly found: readonly Found[];
  /** Bytes on disk since the last batch. */
  readonly read: number;
  /** The same after decompression. */
  readonly bytes: number;
  /** Inputs, or rests of inputs, that could not be read. */
  readonly failures: readonly { readonly origin: string; readonly reason: string }[];
}

/** What a parser is told, in any thread. */
export interface ParseLimits {
  /** The longest record, in bytes. */
  readonly maxRecordBytes: number;
  /** How many bytes of a reject's text are kept. */
  readonly keepBytes: number;
}

/** How to read. */
export interface ReadOptions {
  readonly maxRecordBytes: number;
  /** 4 KiB when absent. */
  readonly keepBytes?: number;
  /** Reads usual lines in this thread. */
  readonly scanner?: Scanner | undefined;
  /** Threads that read beside this one. */
  readonly threads?: ScanThreads | undefined;
  /** How much of a file is read at once, where it can be read in pieces. */
  readonly segmentBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

const KEEP_BYTES = 4096;

/** The limits among options. */
export function limitsOf({ maxRecordBytes, keepBytes = KEEP_BYTES }: ReadOptions): ParseLimits {
  return { maxRecordBytes, keepBytes };
}

/** What a thread that reads is told at its start. */
export interface ThreadSetup {
  readonly limits: ParseLimits;
  readonly work: RuleTexts | ThreadPaths;
}

/** Fields to look for, as text: a path is another object in another thread. */
export interface ThreadPaths {
  readonly wanted: readonly {
    readonly text: string;
    readonly numbered: boolean;
    readonly last: boolean;
    readonly telling: Telling | undefined;
  }[];
  readonly evidence: readonly string[];
}

/** What a thread is told: fields as text, rules as they are. */
export function setupOf(work: RuleTexts | ScannerPaths, limits: ParseLimits): ThreadSetup {
  return { limits, work: 'files' in work ? work : textsOf(work) };
}

function textsOf({ wanted, evidence }: ScannerPaths): ThreadPaths {
  return {
    wanted: wanted.map(({ path, numbered, last, telling }) => ({
      text: path.text,
      numbered,
      last: last === true,
      telling,
    })),
    evidence: evidence.map((path) => path.text),
  };
}

/** The fields again. */
export function pathsOf({ wanted, evidence }: ThreadPaths): ScannerPaths {
  return {
    wanted: wanted.map(({ text, ...rest }) => ({ path: fieldPath(text), ...rest })),
    evidence: evidence.map(fieldPath),
  };
}
