import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHeap } from '../../src/collections/heap.ts';

describe('heap', () => {
  it('gives items back in order, whatever the order they came in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (numbers) => {
        const heap = createHeap<number>((a, b) => a < b);
        for (const number of numbers) heap.push(number);
        expect(heap.size).toBe(numbers.length);
        expect(numbers.map(() => heap.pop())).toEqual(numbers.toSorted((a, b) => a - b));
      }),
    );
  });

  it('shows the foremost item and leaves it in place', () => {
    const heap = createHeap<number>((a, b) => a < b);
    expect(heap.top).toBeUndefined();
    expect(heap.pop()).toBeUndefined();
    heap.push(2);
    heap.push(1);
    expect(heap.top).toBe(1);
    expect(heap.size).toBe(2);
  });
});
