import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combinationsOf, elementsOf, MOST } from '../../../src/sigma/baseline/texts.ts';

const names = (count: number, prefix = 'n') =>
  Array.from({ length: count }, (_, i) => `${prefix}${String(i).padStart(5, '0')}`);

describe('elements of a field', () => {
  it('are its text, or each different one of a list', () => {
    expect(elementsOf('a')).toEqual(['a']);
    expect(elementsOf(undefined)).toEqual([null]);
    expect(elementsOf(null)).toEqual([null]);
    expect(elementsOf([])).toEqual([null]);
    expect(elementsOf(['a', 1, '1', null, true, 'a'])).toEqual(['a', '1', null, 'true']);
  });

  it('tell lists and objects within a list apart as a whole', () => {
    const texts = elementsOf([['a', 'b'], ['b'], 'b', { a: 1 }, { a: 2 }]);
    expect(new Set(texts).size).toBe(5);
  });

  it('are short, however long the texts of an event', () => {
    for (const text of elementsOf(['x'.repeat(100_000), { x: 'y'.repeat(1000) }]))
      expect(String(text).length).toBeLessThan(64);
  });

  it('hide nothing new among very many', () => {
    const many = names(MOST + 100);
    const before = elementsOf(many);
    expect(before).toHaveLength(MOST);
    expect(elementsOf(many.toReversed())).toEqual(before);
    for (const one of ['a new one', 'n00000a', 'zz']) {
      expect(elementsOf([...many, one]).some((text) => !before.includes(text))).toBe(true);
    }
  });
});

describe('combinations', () => {
  it('are each text of each field with each of the others', () => {
    expect(combinationsOf([['a', null], ['x'], ['1', '2']])).toEqual([
      ['a', 'x', '1'],
      ['a', 'x', '2'],
      [null, 'x', '1'],
      [null, 'x', '2'],
    ]);
  });

  it('are never more than a bound, and other ones where an element is another', () => {
    const lists = fc.array(fc.integer({ min: 1, max: MOST }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(lists, fc.nat(), (sizes, which) => {
        const fields = sizes.map((size) => names(size));
        const combinations = combinationsOf(fields);
        expect(combinations.length).toBeLessThanOrEqual(MOST);
        const index = which % fields.length;
        const changed = fields.with(index, [...(fields[index] ?? []).slice(1), 'new']);
        const known = new Set(combinations.map((one) => JSON.stringify(one)));
        const after = combinationsOf(changed).map((one) => JSON.stringify(one));
        expect(after.some((one) => !known.has(one))).toBe(true);
      }),
    );
  });
});
