import { keptBy } from '../collections/kept-by.ts';
import type { AuditRecord, FieldPath, NumberedValues } from '../types.ts';
import { NumberedAnswers } from './numbered-answers.ts';

/** How many answers are kept by default. */
const MOST = 32_768;

/** Room for answers of several functions together; when it is full, all of them are forgotten. */
export class AnswerRoom {
  readonly #most: number;
  readonly #inUse = new Set<NumberedAnswers<unknown>>();
  #used = 0;

  constructor(most = MOST) {
    this.#most = most;
  }

  /** One more answer is kept among these. */
  take(answers: NumberedAnswers<unknown>): void {
    this.#inUse.add(answers);
    this.#used++;
    if (this.#used < this.#most) return;
    for (const one of this.#inUse) one.clear();
    this.#inUse.clear();
    this.#used = 0;
  }
}

/**
 * Finds something out of each record, once where all that is looked at has numbers: records with the same
 * values share what was found. `paths`: all that is looked at; `undefined` where that isn't known.
 */
export function onceForNumbers<T>(
  paths: readonly FieldPath[] | undefined,
  find: (record: AuditRecord) => T,
  room = new AnswerRoom(),
): (record: AuditRecord) => T {
  const answersIn = keptBy((values: NumberedValues) => new NumberedAnswers<T>(values, paths));
  return (record) => {
    if (record.values === undefined) return find(record);
    const answers = answersIn(record.values);
    const number = answers.find(record);
    if (number >= 0) return answers.at(number);
    const found = find(record);
    if (answers.add(found)) room.take(answers);
    return found;
  };
}
