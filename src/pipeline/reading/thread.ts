import { AttachedScanner } from '../../scanner/attached.ts';
import type { ScannerPaths } from '../../scanner/scanner.ts';
import type { Found } from '../../types.ts';
import { type Answers, answerQueue } from './answers.ts';
import type { Batch, ThreadSetup } from './batch.ts';
import { openLink } from './link.ts';
import type { Finds } from './messages.ts';
import type { Segment, SegmentFinds } from './segment.ts';
import { unpackFinds } from './wire.ts';

/** One thread that reads, as seen by the one that uses it. */
export interface Thread {
  segment(segment: Segment): Promise<{ finds: SegmentFinds; release(): void }>;
  /** Begins to read a file; its batches are valid until the next is asked for. */
  file(path: string, ahead: number): AsyncGenerator<Batch>;
  close(): Promise<void>;
}

/** Starts a thread. */
export function startThread(code: URL, setup: ThreadSetup, paths: ScannerPaths): Thread {
  let scanner: AttachedScanner | undefined;
  const link = openLink(code, setup, (handle) => {
    scanner = new AttachedScanner(handle, paths);
  });
  const unpack = ({ packed, numbering, epoch }: Finds): Found[] => {
    const attached = scanner as AttachedScanner;
    attached.views.refresh();
    attached.numberings[numbering]?.turnTo(epoch);
    return unpackFinds(packed, attached, numbering);
  };
  const release = (place: number) => link.order({ kind: 'release', place });
  return {
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
          const { finds: packed, start, end, bytes, idle } = message;
          const finds: SegmentFinds = {
            // Asked for when its turn comes: what waits for its turn should be few objects.
            get found() {
              return unpack(packed);
            },
            start,
            end,
            bytes,
            idle,
          };
          resolve({ finds, release: () => release(packed.place) });
        };
        link.ask(id, { answer, fail }, { kind: 'segment', id, segment, time: 0 });
      }),
    file(path, ahead) {
      const id = link.newId();
      const answers = answerQueue();
      link.ask(id, answers, { kind: 'file', id, path, ahead });
      const leave = () => {
        link.order({ kind: 'cancel', id });
        link.leave(id);
      };
      return batchesOf(answers, { unpack, release, leave });
    },
    close: link.close,
  };
}

async function* batchesOf(
  answers: Answers,
  thread: { unpack(finds: Finds): Found[]; release(place: number): void; leave(): void },
): AsyncGenerator<Batch> {
  try {
    for (;;) {
      const answer = await answers.next();
      if (answer.kind !== 'batch') return;
      const { finds, read, bytes, failures } = answer;
      yield { found: thread.unpack(finds), read, bytes, failures };
      thread.release(finds.place);
    }
  } finally {
    thread.leave();
  }
}
