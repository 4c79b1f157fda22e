import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExactSum } from '../../../src/sigma/correlation/exact-sum.ts';

describe('exact sum', () => {
  it('is what whole numbers of any size add up to', () => {
    const number = fc.oneof(
      fc.maxSafeInteger(),
      fc.integer().map((n) => n * 2 ** 40),
      fc.integer(),
    );
    fc.assert(
      fc.property(fc.array(number, { maxLength: 50 }), (numbers) => {
        const sum = new ExactSum();
        for (const one of numbers) sum.add(one);
        const expected = Number(numbers.reduce((total, one) => total + BigInt(one), 0n));
        const ulp = Math.max(Math.abs(expected) * 2 ** -52, Number.MIN_VALUE);
        expect(Math.abs(sum.value - expected)).toBeLessThanOrEqual(ulp);
      }),
    );
  });

  it('is as if what was taken out had never been in', () => {
    const number = fc.double({ min: -1e290, max: 1e290, noNaN: true });
    fc.assert(
      fc.property(fc.array(number), fc.array(fc.integer()), (passing, staying) => {
        const sum = new ExactSum();
        for (const one of passing) sum.add(one);
        for (const one of staying) sum.add(one);
        for (const one of passing) sum.add(-one);
        expect(sum.value).toBe(staying.reduce((total, one) => total + one, 0));
      }),
    );
  });

  it('keeps small numbers beside huge ones', () => {
    const sum = new ExactSum();
    for (const one of [0.1, 1e300, 0.2, -1e300]) sum.add(one);
    expect(sum.value).toBeCloseTo(0.3, 15);
  });
});
