import { keptBy } from '../collections/kept-by.ts';
import type { AuditRecord, FieldPath, NumberedValues } from '../types.ts';
import { NumberedAnswers } from './numbered-answers.ts';

/** How many answers are kept by default. */
const MOST = 32_768;

/** Room for answers of several functions together; past it, all of them find theirs anew. */
export class AnswerRoom {
  readonly #most: number;
  #used = 0;
  /** How often it was full. */
  generation = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** One more answer is kept. */
  take(): void {
    this.#used++;
    if (this.#used < this.#most) return;
    this.#used = 0;
    this.generation++;
  }
}

/**
 * Finds something out of each record, once where all that is looked at has numbers: records with the same
 * values share what was found.
 */
export function onceForNumbers<T>(
  paths: readonly FieldPath[],
  find: (record: AuditRecord) => T,
  room = new AnswerRoom(),
): (record: AuditRecord) => T {
  const knownIn = keptBy((values: NumberedValues) => ({
    answers: new NumberedAnswers<T>(values, paths),
    generation: room.generation,
  }));
  return (record) => {
    if (record.values === undefined) return find(record);
    const known = knownIn(record.values);
    const { answers } = known;
    if (known.generation !== room.generation) {
      answers.clear();
      known.generation = room.generation;
    }
    const number = answers.find(record);
    if (number >= 0) return answers.at(number);
    const found = find(record);
    if (answers.add(found)) room.take();
    return found;
  };
}
