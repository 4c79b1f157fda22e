import { describe, expect, it } from 'vitest';
import {
  combinationIdOf,
  groupIdOf,
  partsOf,
  shareSought,
} from '../../../src/sigma/baseline/sought.ts';

describe('what is sought', () => {
  it('has ids that are equal for equal groups and values only', () => {
    const groups = [['a'], ['a', 'b'], [null], ['null'], ['a"],["b'], []];
    const ids = groups.flatMap((group) => [
      groupIdOf(group),
      ...groups.map((values) => combinationIdOf(group, values)),
    ]);
    expect(new Set(ids).size).toBe(groups.length * (groups.length + 1));
  });

  it('has ids that tell what they were made of', () => {
    const texts = ['a', '', null, '"],["', '\ud800', 'null'];
    expect(partsOf(combinationIdOf(texts, ['x']))).toEqual({ group: texts, values: ['x'] });
  });

  it('is one object for one combination, and a new one only after very many others', () => {
    const share = shareSought();
    const first = share(['a'], ['x']);
    expect(share(['a'], ['x'])).toBe(first);
    expect(share(['a'], ['y'])).not.toBe(first);
    for (let i = 0; i < 40_000; i++) share(['b'], [String(i)]);
    expect(share(['a'], ['x'])).toEqual(first);
    expect(share(['a'], ['x'])).not.toBe(first);
  });
});
