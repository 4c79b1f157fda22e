import { Worker } from 'node:worker_threads';
import { AttachedScanner } from '../../scanner/attached.ts';
import type { ScannerPaths } from '../../scanner/scanner.ts';
import type { Found } from '../../types.ts';
import type { Batch, ThreadSetup } from './batch.ts';
import type { Answer, Finds, Order } from './messages.ts';
import type { Segment, SegmentFinds } from './segment.ts';
import { unpackFinds } from './wire.ts';

/** One thread that reads, as seen by the one that uses it. */
export interface Thread {
  segment(segment: Segment): Promise<{ finds: SegmentFinds; release(): void }>;
  /** Begins to read a file; its batches are valid until the next is asked for. */
  file(path: string, ahead: number): AsyncGenerator<Batch>;
  close(): Promise<void>;
}

/** Who waits for an answer. */
interface Waiter {
  answer(answer: Answer): void;
  fail(error: Error): void;
}

/** Starts a thread. */
export function startThread(code: URL, setup: ThreadSetup, paths: ScannerPaths): Thread {
  const worker = new Worker(code, { name: 'scan', workerData: setup });
  const waiters = new Map<number, Waiter>();
  let scanner: AttachedScanner | undefined;
  let failure: Error | undefined;
  let nextId = 0;
  worker.on('message', (answer: Answer) => {
    if (answer.kind === 'ready') scanner = new AttachedScanner(answer.handle, paths);
    else waiters.get(answer.id)?.answer(answer);
  });
  worker.on('error', (error: Error) => {
    failure = error;
    for (const waiter of waiters.values()) waiter.fail(error);
  });
  // Whoever waits for an answer keeps the process alive.
  worker.unref();
  const order = (message: Order) => worker.postMessage(message);
  const ask = (id: number, waiter: Waiter, message: Order) => {
    if (failure !== undefined) return waiter.fail(failure);
    if (waiters.size === 0) worker.ref();
    waiters.set(id, waiter);
    order(message);
  };
  const leave = (id: number) => {
    waiters.delete(id);
    if (waiters.size === 0) worker.unref();
  };
  const unpack = ({ packed, numbering, epoch }: Finds): Found[] => {
    const attached = scanner as AttachedScanner;
    attached.views.refresh();
    attached.numberings[numbering]?.turnTo(epoch);
    return unpackFinds(packed, attached, numbering);
  };
  return {
    segment: (segment) =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        const fail = (error: Error) => {
          leave(id);
          reject(error);
        };
        const answer = (message: Answer) => {
          if (message.kind === 'error') return fail(message.error);
          if (message.kind !== 'segment') return;
          leave(id);
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
          resolve({ finds, release: () => order({ kind: 'release', place: packed.place }) });
        };
        ask(id, { answer, fail }, { kind: 'segment', id, segment, time: 0 });
      }),
    file(path, ahead) {
      const id = nextId++;
      const queue = answerQueue();
      ask(id, queue, { kind: 'file', id, path, ahead });
      return batchesOf(queue, {
        unpack,
        release: (place) => order({ kind: 'release', place }),
        leave() {
          order({ kind: 'cancel', id });
          leave(id);
        },
      });
    },
    async close() {
      await worker.terminate();
    },
  };
}

interface Answers extends Waiter {
  next(): Promise<Answer>;
}

/** Answers in the order they came. */
function answerQueue(): Answers {
  const waiting: Answer[] = [];
  let failure: Error | undefined;
  let wake = () => undefined as void;
  return {
    answer(answer) {
      waiting.push(answer);
      wake();
    },
    fail(error) {
      failure = error;
      wake();
    },
    async next() {
      while (waiting.length === 0) {
        if (failure !== undefined) throw failure;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift() as Answer;
    },
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
