import type { Block } from '../../types.ts';
import { type Answers, answerQueue } from './answers.ts';
import type { ThreadSetup } from './batch.ts';
import { openLink } from './link.ts';
import { Listener, type ThreadReader } from './listener.ts';
import type { Segment, SegmentFinds } from './segment.ts';

/** One thread that reads, as seen by the one that uses it. */
export interface Thread {
  /** Once it has started, or failed to. */
  readonly started: Promise<void>;
  /** Tells who reads; before anything is read. */
  attach(reader: ThreadReader): void;
  segment(segment: Segment): Promise<{ finds: SegmentFinds; release(): void }>;
  /** Begins to read and decompress a file, at most so many bytes ahead. */
  file(path: string, ahead: number): FileAhead;
  close(): Promise<void>;
}

/** A file that is being read ahead of its turn. */
export interface FileAhead {
  blocks(): AsyncIterable<Block>;
  /** Nobody wants the rest. */
  close(): void;
}

/** Starts a thread. */
export function startThread(code: URL, setup: ThreadSetup): Thread {
  const listener = new Listener();
  const link = openLink(code, setup, (handle) => {
    listener.handle = handle;
  });
  const release = (place: number) => link.order({ kind: 'release', place });
  return {
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
          if (message.kind !== 'segment') return;
          link.leave(id);
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
      const answers = answerQueue();
      link.ask(id, answers, { kind: 'file', id, path, ahead });
      const leave = () => {
        link.order({ kind: 'cancel', id });
        link.leave(id);
      };
      const taken = (bytes: number) => link.order({ kind: 'taken', id, bytes });
      return { blocks: () => blocksFrom(answers, { taken, leave }), close: leave };
    },
    close: link.close,
  };
}

async function* blocksFrom(
  answers: Answers,
  thread: { taken(bytes: number): void; leave(): void },
): AsyncGenerator<Block> {
  try {
    for (;;) {
      const answer = await answers.next();
      if (answer.kind === 'error') throw answer.error;
      if (answer.kind !== 'block') return;
      const { block, size } = answer;
      yield block;
      thread.taken(size);
    }
  } finally {
    thread.leave();
  }
}
