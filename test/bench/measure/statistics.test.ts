import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, ratioOf, spreadOf } from '../../../bench/measure/statistics.ts';

const numbers = fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 1 });

describe('median', () => {
  it('is the middle, or between the middle two', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it('has as many above as below, whatever the order', () => {
    fc.assert(
      fc.property(numbers, (all) => {
        const middle = median(all);
        const above = all.filter((one) => one > middle).length;
        const below = all.filter((one) => one < middle).length;
        expect(Math.max(above, below)).toBeLessThanOrEqual(all.length / 2);
      }),
    );
  });
});

describe('spread', () => {
  it('tells the least and the most', () => {
    expect(spreadOf([2, 9, 4])).toEqual({ median: 4, low: 2, high: 9 });
    expect(spreadOf([]).low).toBeNaN();
  });

  it('of ratios pairs what was measured in the same round', () => {
    expect(ratioOf([2, 30, 4], [1, 10, 4])).toEqual({ median: 2, low: 1, high: 3 });
  });

  it('of ratios ignores a machine that grows slower', () => {
    fc.assert(
      fc.property(numbers, (pace) => {
        const { low, high } = ratioOf(
          pace.map((one) => one * 3),
          pace.map((one) => one * 2),
        );
        expect(low).toBeCloseTo(1.5);
        expect(high).toBeCloseTo(1.5);
      }),
    );
  });
});
