import type { Found } from '../../types.ts';
import { answerQueue, type Waiter } from './answers.ts';
import type { Batch } from './batch.ts';
import type { Answer, Finds } from './messages.ts';

/** The parts of a file, as they come from the thread that reads it. */
export interface Parts extends Waiter {
  /** See `FileAhead.parts`. */
  read(): AsyncGenerator<Batch, boolean, undefined>;
  /** Nobody wants the rest. */
  close(): void;
}

/** What parts need of their thread. */
export interface PartsThread {
  hear(finds: Finds): () => Found[];
  release(place: number): void;
  /** So many bytes are done with. */
  taken(bytes: number): void;
  /** Nobody waits for answers any more. */
  leave(): void;
}

type Part = Extract<Answer, { kind: 'part' }>;

/** No parts yet. */
export function createParts({ hear, release, taken, leave }: PartsThread): Parts {
  const queue = answerQueue();
  /** Of the parts that wait for their turn. */
  const records = new Map<Part, () => Found[]>();
  async function* readPart(part: Part): AsyncGenerator<Batch, void, undefined> {
    const found = records.get(part)?.() ?? [];
    records.delete(part);
    const { read, bytes, finds } = part;
    try {
      yield { found, read, bytes, failures: [] };
    } finally {
      release(finds.place);
      taken(bytes);
    }
  }
  return {
    fail: queue.fail,
    answer(answer) {
      // What is new comes with the first message that names it, whichever of them is read first.
      if (answer.kind === 'part') records.set(answer, hear(answer.finds));
      queue.answer(answer);
    },
    async *read() {
      try {
        for (;;) {
          const answer = await queue.next();
          if (answer.kind === 'error') throw answer.error;
          if (answer.kind === 'part') yield* readPart(answer);
          else if (answer.kind === 'failure') {
            const { origin, reason } = answer;
            yield { found: [], read: 0, bytes: 0, failures: [{ origin, reason }] };
          } else return answer.kind === 'end';
        }
      } finally {
        leave();
      }
    },
    close: leave,
  };
}
