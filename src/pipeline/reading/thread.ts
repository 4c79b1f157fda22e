import type { Answers } from './answers.ts';
import type { Batch, ThreadSetup } from './batch.ts';
import { openLink } from './link.ts';
import { Listener, type ThreadReader } from './listener.ts';
import { createParts } from './parts.ts';
import { newScanThread, type ScanThread } from './scan-thread.ts';
import type { Segment, SegmentFinds } from './segment.ts';

/** One thread that reads, as seen by the one that uses it. */
export interface Thread {
  /** Once its code is loaded, or it has ended. */
  readonly loaded: Promise<unknown>;
  /** Whether it has started: once it has, or failed to. */
  readonly started: Promise<boolean>;
  /** Tells who reads; before anything is read. */
  attach(reader: ThreadReader): void;
  segment(segment: Segment): Promise<{ finds: SegmentFinds; release(): void }>;
  /** Begins to read and decompress a file, at most so many bytes ahead. */
  file(path: string, ahead: number): FileAhead;
  close(): Promise<void>;
}

/** A file that is being read ahead of its turn. */
export interface FileAhead {
  /** What is found in it; true when that was all, false when the rest can't be sent from thread to thread. */
  parts(): AsyncGenerator<Batch, boolean, undefined>;
  /** Nobody wants the rest. */
  close(): void;
}

/** Starts a thread; `scan`: one that has begun to load already. */
export function startThread(setup: ThreadSetup, scan: ScanThread = newScanThread()): Thread {
  const listener = new Listener();
  const link = openLink(scan, setup, (handle) => {
    listener.handle = handle;
  });
  const release = (place: number) => link.order({ kind: 'release', place });
  return {
    loaded: scan.loaded,
    started: link.started,
    attach: (reader) => listener.attach(reader, (fields) => link.order({ kind: 'learn', fields })),
    segment: (segment) =>
      new Promise((resolve, reject) => {
        const id = link.newId();
        const fail = (error: Error) => {
          link.leave(id);
          reject(error);
        };
        const answer: Answers['answer'] = (message) => {
          if (message.kind === 'error') return fail(message.error);
          if (message.kind !== 'segment' && message.kind !== 'unfit') return;
          link.leave(id);
          if (message.kind === 'unfit') return resolve(UNFIT);
          const { finds: packed, end, idle } = message;
          const records = listener.hear(packed);
          const finds: SegmentFinds = {
            // Asked for when its turn comes: what waits for its turn should be few objects.
            get found() {
              return records();
            },
            end,
            idle,
          };
          resolve({ finds, release: () => release(packed.place) });
        };
        link.ask(id, { answer, fail }, { kind: 'segment', id, segment });
      }),
    file(path, ahead) {
      const id = link.newId();
      const parts = createParts({
        hear: (finds) => listener.hear(finds),
        release,
        taken: (bytes) => link.order({ kind: 'taken', id, bytes }),
        leave() {
          link.order({ kind: 'cancel', id });
          link.leave(id);
        },
      });
      link.ask(id, parts, { kind: 'file', id, path, ahead });
      return { parts: parts.read, close: parts.close };
    },
    close: link.close,
  };
}

const UNFIT = {
  finds: { found: [], end: 0, idle: false },
  release: () => undefined,
};
