import type { Micros } from './json.ts';
import type { Memory } from './memory.ts';

/** A file to read. */
export interface InputFile {
  readonly path: string;
  /** Bytes on disk; `undefined` for pipes and devices. */
  readonly size: number | undefined;
}

/** One input in reading order: a rotated set of files oldest first, or standard input. */
export interface Source {
  /** What progress and messages call it. */
  readonly name: string;
  /** Total bytes on disk, for progress; `undefined` for a pipe. */
  readonly size: number | undefined;
  /** The files that it is read from, one after the other, where it isn't a pipe. */
  readonly files?: readonly InputFile[];
  /** Reads it once. A file that can't be read is an in-band `SourceFailure`; the others go on. */
  open(signal?: AbortSignal): AsyncIterable<Block>;
}

/** What a source yields: bytes, valid until the next block is asked for, the end of one file, or a failure. */
export type Block =
  | {
      readonly kind: 'bytes';
      readonly origin: string;
      readonly bytes: Uint8Array;
      readonly read: number;
    }
  | { readonly kind: 'end'; readonly origin: string }
  | { readonly kind: 'failure'; readonly origin: string; readonly reason: string };

/** What a live source yields: bytes of one file, that no more will come of it, or a failure. */
export type LiveBlock =
  | {
      readonly kind: 'bytes';
      /** Names this file, and no other, for as long as it is followed: paths change hands. */
      readonly file: string;
      /** The log that it is a part of, by the path that the log's current file has. */
      readonly log: string;
      /** The path it had when it was read, for people. */
      readonly origin: string;
      /** Where in the (decompressed) file the bytes begin. */
      readonly offset: number;
      /** The time settled last in the file, or in its log where there is none; 0 where there is none. */
      readonly time: Micros;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'end'; readonly file: string }
  | { readonly kind: 'failure'; readonly origin: string; readonly reason: string };

/** Files that grow, are rotated and come back after a restart where they were left. */
export interface LiveSource extends Memory {
  /** Waits where there is nothing to read; ends when the signal is aborted. */
  open(signal: AbortSignal): AsyncIterable<LiveBlock>;
  /**
   * All records before an offset of a file are taken in: after a restart, reading goes on there. `time` is
   * that of the last of them, 0 where there is none: the log furthest behind is read first.
   */
  settle(file: string, offset: number, time: Micros): void;
}
