import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Deque } from '../../src/collections/deque.ts';

describe('deque', () => {
  it('gives items back in the order they came in', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer()), { maxLength: 300 }), (steps) => {
        const deque = new Deque<number>();
        const plain: number[] = [];
        for (const step of steps) {
          if (step !== null) deque.push(step);
          if (step !== null) plain.push(step);
          const out = step === null ? [deque.shift(), plain.shift()] : [];
          expect(out[0]).toBe(out[1]);
          const ends = [plain.length, plain[0], plain.at(-1)];
          expect([deque.size, deque.first, deque.last]).toEqual(ends);
          expect(deque.toArray()).toEqual(plain);
        }
      }),
    );
  });

  it('stays quick with tens of thousands of items', () => {
    const deque = new Deque<number>();
    for (let i = 0; i < 500_000; i++) {
      deque.push(i);
      if (deque.size > 30_000) deque.shift();
    }
    expect([deque.size, deque.first, deque.last]).toEqual([30_000, 470_000, 499_999]);
  });
});
