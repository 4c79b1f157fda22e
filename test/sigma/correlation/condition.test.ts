import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compileBounds,
  highestCount,
  lowestCount,
} from '../../../src/sigma/correlation/condition.ts';
import type { Comparison } from '../../../src/sigma/rule-set.ts';

const bound = fc.record({
  operator: fc.constantFrom<Comparison>('gt', 'gte', 'lt', 'lte', 'eq', 'neq'),
  value: fc.oneof(fc.integer({ min: -3, max: 20 }), fc.double({ min: -3, max: 20, noNaN: true })),
});

describe('correlation condition', () => {
  it.each<[Comparison, boolean, boolean, boolean]>([
    ['gt', false, false, true],
    ['gte', false, true, true],
    ['lt', true, false, false],
    ['lte', true, true, false],
    ['eq', false, true, false],
    ['neq', true, false, true],
  ])('knows %s', (operator, below, at, above) => {
    const holds = compileBounds([{ operator, value: 2.5 }]);
    expect([holds(2), holds(2.5), holds(3)]).toEqual([below, at, above]);
    expect(holds(undefined)).toBe(false);
  });

  it('holds when every bound does', () => {
    const holds = compileBounds([
      { operator: 'gt', value: 2 },
      { operator: 'lte', value: 4 },
    ]);
    expect([2, 3, 4, 5].map(holds)).toEqual([false, true, true, false]);
  });

  it('knows the least count that meets its bounds', () => {
    fc.assert(
      fc.property(fc.array(bound, { minLength: 1 }), (bounds) => {
        const counts = Array.from({ length: 30 }, (_, i) => i + 1);
        const least = counts.find(compileBounds(bounds)) ?? Number.POSITIVE_INFINITY;
        expect(lowestCount(bounds)).toBe(least);
      }),
    );
  });

  it('judges every count from the highest on alike', () => {
    fc.assert(
      fc.property(fc.array(bound, { minLength: 1 }), fc.nat(50), (bounds, more) => {
        const holds = compileBounds(bounds);
        const highest = highestCount(bounds);
        expect(highest).toBeGreaterThanOrEqual(1);
        expect(holds(highest + more)).toBe(holds(highest));
      }),
    );
  });
});
