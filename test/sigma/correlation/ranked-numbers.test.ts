import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RankedNumbers } from '../../../src/sigma/correlation/ranked-numbers.ts';

describe('ranked numbers', () => {
  it('know the number at every rank while numbers come and go', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.nat(10), (numbers, window) => {
        const ranked = new RankedNumbers();
        for (const [i, number] of numbers.entries()) {
          ranked.add(number);
          if (i >= window) ranked.remove(numbers[i - window] as number);
          const inside = numbers.slice(Math.max(0, i + 1 - window), i + 1).sort((a, b) => a - b);
          expect(inside.map((_, rank) => ranked.at(rank + 1))).toEqual(inside);
          expect(ranked.at(inside.length + 1)).toBeUndefined();
        }
      }),
    );
  });

  it('stay quick and right with tens of thousands of numbers', () => {
    const ranked = new RankedNumbers();
    const numbers = Array.from({ length: 60_000 }, (_, i) => (i * 7919) % 10_007);
    for (const number of numbers) ranked.add(number);
    for (const number of numbers.slice(0, 30_000)) ranked.remove(number);
    const left = numbers.slice(30_000).sort((a, b) => a - b);
    for (const rank of [1, 1000, 15_000, 29_999, 30_000])
      expect(ranked.at(rank)).toBe(left[rank - 1]);
  });
});
