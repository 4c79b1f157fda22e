import type { Answer } from './messages.ts';

/** Who waits for an answer. */
export interface Waiter {
  answer(answer: Answer): void;
  fail(error: Error): void;
}

/** Answers in the order they came. */
export interface Answers extends Waiter {
  /** The next; rejects when the thread has failed. */
  next(): Promise<Answer>;
}

/** No answers yet. */
export function answerQueue(): Answers {
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
