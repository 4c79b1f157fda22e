import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BytePlace, ByteQueue } from '../../src/collections/byte-queue.ts';

const BLOCK = 128;

function push(queue: ByteQueue<string>, text: string): void {
  const { block, at } = queue.reserve(text.length);
  block.bytes.write(text, at, 'latin1');
  queue.push(text.length, text.length / 3, text);
}

/** Takes one out, and lets it go. */
function take(queue: ByteQueue<string>): void {
  queue.shift();
  queue.letGo();
}

function read({ block, at, length, number, beside }: BytePlace<string>): string {
  const text = block.bytes.toString('latin1', at, at + length);
  expect([at % 8, number, beside]).toEqual([0, length / 3, text]);
  return text;
}

/** A record of some length, one taken out, or room that is reserved and not used. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.nat(40).map((length) => ({ push: length })) },
  { weight: 1, arbitrary: fc.nat(3 * BLOCK).map((length) => ({ push: length })) },
  { weight: 3, arbitrary: fc.constant('shift' as const) },
  { weight: 1, arbitrary: fc.constant('let go' as const) },
  { weight: 1, arbitrary: fc.nat(2 * BLOCK).map((reserve) => ({ reserve })) },
);

describe('byte queue', () => {
  it('gives records back in the order they came in, those taken out included until they are let go', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = new ByteQueue<string>(BLOCK);
        const plain: string[] = [];
        let out: { readonly place: BytePlace<string>; readonly text: string }[] = [];
        for (const [number, one] of steps.entries()) {
          if (one === 'let go') {
            queue.letGo();
            out = [];
          } else if (one === 'shift') {
            const text = plain.shift();
            if (text !== undefined) out.push({ place: queue.shift(), text });
          } else if ('push' in one) {
            const text = String(number).padEnd(one.push, '.').slice(0, one.push);
            push(queue, text);
            plain.push(text);
          } else queue.reserve(one.reserve);
          const [first, last] = plain.length === 0 ? [] : [read(queue.first), read(queue.last)];
          expect([queue.size, first, last]).toEqual([plain.length, plain[0], plain.at(-1)]);
          expect(out.map(({ place }) => read(place))).toEqual(out.map(({ text }) => text));
        }
      }),
    );
  });

  it('allocates nothing as long as it does not grow, and gives back what it grew by', () => {
    const queue = new ByteQueue<string>(BLOCK);
    const allocatedWith = (records: number) => {
      while (queue.size < records) push(queue, 'x'.repeat(24));
      while (queue.size > records) take(queue);
      push(queue, 'x');
      take(queue);
      return queue.allocated;
    };
    expect(allocatedWith(4000)).toBeLessThanOrEqual(1002 * BLOCK);
    for (let i = 0; i < 10_000; i++) {
      push(queue, 'x'.repeat(24));
      take(queue);
    }
    expect(queue.allocated).toBeLessThanOrEqual(1002 * BLOCK);
    expect(allocatedWith(0)).toBeLessThanOrEqual(3 * BLOCK);
  });

  it('does not keep a block that a long record had to itself', () => {
    const queue = new ByteQueue<string>(BLOCK);
    for (let i = 0; i < 3; i++) push(queue, 'x'.repeat(10 * BLOCK));
    while (queue.size > 0) take(queue);
    push(queue, 'x');
    take(queue);
    expect(queue.allocated).toBeLessThanOrEqual(3 * BLOCK);
  });
});
