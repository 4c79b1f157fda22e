import { describe, expect, it } from 'vitest';
import { type Answers, createAnswers } from '../../../src/sigma/matcher/answers.ts';
import { createOutcomes, type Outcomes } from '../../../src/sigma/matcher/outcomes.ts';
import type { Item } from '../../../src/sigma/matcher/questions.ts';
import { record } from '../rules.ts';
import { type CountingItem, counting } from './rules.ts';

interface Asked {
  readonly answers: Answers;
  readonly outcomes: Outcomes;
  readonly tests: readonly CountingItem[];
  readonly items: readonly Item[];
}

/** A question about the verb: is it `a`, is it `b`? */
function verbs(): Asked {
  const tests = ['a', 'b'].map((wanted) => counting('verb', wanted));
  const items = tests.map((test, index): Item => ({ index, rank: 0, test }));
  const outcomes = createOutcomes(() => {});
  const path = tests[0]?.path;
  return {
    answers: createAnswers({ rank: 0, path, items, ofBodies: false, together: [] }, outcomes),
    outcomes,
    tests,
    items,
  };
}

const verb = (value: unknown) => record({ verb: value });

describe('answers', () => {
  it.each([['a'], [5], [true], [null], [undefined]])('look at the value %j once', (value) => {
    const { answers, tests, items } = verbs();
    const outcome = answers.ofRecord(verb(value), items);
    expect(answers.ofRecord(verb(value), items)).toBe(outcome);
    expect(answers.ofValue(value)).toBe(outcome);
    expect(tests.map(({ asked }) => asked)).toEqual([1, 1]);
  });

  it.each([['a'.repeat(257)], [['a']], [{}]])('look at what is long anew, case %#', (value) => {
    const { answers, tests, items } = verbs();
    for (let i = 0; i < 3; i++) answers.ofRecord(verb(value), items.slice(0, 1));
    expect(tests.map(({ asked }) => asked)).toEqual([3, 0]);
  });

  it('stop remembering for a while when values hardly repeat, and look at what is wanted only', () => {
    const { answers, tests, items } = verbs();
    for (let i = 0; i < 100_000; i++) answers.ofRecord(verb(`${i}`), items.slice(0, 1));
    expect(tests[0]?.asked).toBe(100_000);
    expect(tests[1]?.asked).toBeLessThan(70_000);
    const before = tests[1]?.asked as number;
    for (let i = 0; i < 600_000; i++) answers.ofRecord(verb('a'), items.slice(0, 1));
    expect(tests[1]?.asked).toBe(before + 1);
  });

  it('go on remembering when values repeat', () => {
    const { answers, tests, items } = verbs();
    for (let i = 0; i < 50_000; i++) answers.ofRecord(verb(`${i >> 3}`), items);
    expect(tests[0]?.asked).toBe(50_000 / 8);
    for (let i = 0; i < 80_000; i++) answers.ofRecord(verb(`${i >> 3}`), items);
    expect(tests[0]?.asked).toBeLessThan(30_000);
  });

  it('tell by a number which items hold', () => {
    const { answers, outcomes, items } = verbs();
    expect(outcomes.held(answers.ofRecord(verb('b'), items))).toEqual(new Set(items.slice(1)));
    expect(outcomes.held(answers.ofValue('a'))).toEqual(new Set(items.slice(0, 1)));
    expect(outcomes.held(answers.ofValue('c')).size).toBe(0);
  });
});
