import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOutcomes } from '../../../src/sigma/matcher/outcomes.ts';
import type { Item } from '../../../src/sigma/matcher/questions.ts';
import { counting } from './rules.ts';

const ITEMS: readonly Item[] = [0, 1, 2, 3, 4].map((index) => ({
  index,
  rank: 0,
  test: counting('verb', index),
}));

it('outcomes › have the same number just where the same items hold', () => {
  fc.assert(
    fc.property(fc.array(fc.subarray([...ITEMS]), { maxLength: 20 }), (lists) => {
      const outcomes = createOutcomes(() => {});
      const numbers = new Map<string, number>();
      for (const list of lists) {
        const id = outcomes.of(ITEMS, (item) => list.includes(item));
        const key = list.map(({ index }) => index).join();
        expect(id).toBe(numbers.get(key) ?? numbers.size + 1);
        numbers.set(key, id);
        expect(outcomes.held(id)).toEqual(new Set(list));
      }
    }),
  );
});

it('outcomes › tell how much room they take, so that the default room has fewer than 65,536', () => {
  let room = 0;
  const outcomes = createOutcomes((bytes) => {
    room += bytes;
  });
  for (let i = 0; i < 32; i++) outcomes.of(ITEMS, ({ index }) => ((i >> index) & 1) === 1);
  expect(room / 31).toBeGreaterThan(2 ** 24 / 2 ** 16);
});
