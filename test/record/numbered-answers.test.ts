import { describe, expect, it } from 'vitest';
import { fieldPath } from '../../src/record/field-path.ts';
import { NumberedAnswers } from '../../src/record/numbered-answers.ts';
import type { AuditRecord, NumberedValues } from '../../src/types.ts';

const [VERB, STAGE] = [fieldPath('verb'), fieldPath('stage')];
const PATHS = [VERB, STAGE] as const;
/** The row of the record that is looked at. */
const WORDS = new Int32Array(4);

/** A record whose verb and stage have these numbers; nothing else of it is looked at. */
function record(...numbers: readonly number[]): AuditRecord {
  WORDS.fill(0);
  WORDS.set(numbers);
  return {
    time: 0,
    partial: false,
    event: {},
    digest: '',
    field: () => undefined,
    numbersAt: 0,
  };
}

const valuesWith = (slots: readonly (typeof VERB)[]) => ({
  slotOf: (path: typeof VERB) => slots.indexOf(path),
  limit: 100,
  epoch: 0,
  value: () => undefined,
  words: WORDS,
  absent: 1,
  tells: () => undefined,
  alike: () => -1,
  round: 0,
});

function open(values: NumberedValues) {
  const answers = new NumberedAnswers<string>(values, PATHS);
  const add = (answer: string, ...numbers: readonly number[]) => {
    const before = answers.find(record(...numbers));
    return before >= 0 ? answers.at(before) : answers.add(answer);
  };
  return { answers, add };
}

describe('numbered answers', () => {
  it('are kept for each combination of numbers', () => {
    const { answers, add } = open(valuesWith(PATHS));
    expect([add('a', 1, 1), add('b', 1, 2), add('c', 1, 1), add('d', 1, 2)]).toEqual([
      true,
      true,
      'a',
      'b',
    ]);
    expect(answers.size).toBe(2);
    answers.clear();
    expect([answers.size, answers.find(record(1, 1))]).toEqual([0, -1]);
  });

  it('are kept for nothing that has a value without a number', () => {
    expect(open(valuesWith(PATHS)).add('a', 1, 0)).toBe(false);
    expect(open(valuesWith([VERB])).add('a', 1, 1)).toBe(false);
    const unknown = new NumberedAnswers<string>(valuesWith(PATHS), undefined);
    expect([unknown.find(record(1, 1)), unknown.add('a')]).toEqual([-1, false]);
  });

  it('are void when numbers are given anew', () => {
    const values = valuesWith(PATHS);
    const { add } = open(values);
    add('a', 1, 1);
    values.epoch = 1;
    expect([add('b', 1, 1), add('c', 1, 1)]).toEqual([true, 'b']);
  });
});
