import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDedupe } from '../../src/pipeline/dedupe.ts';

const digest = (n: number) => createHash('sha256').update(String(n)).digest('hex').slice(0, 32);

describe('dedupe', () => {
  it('agrees with a set while everything fits', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 300 }), { maxLength: 500 }), (numbers) => {
        const dedupe = createDedupe(1000);
        const reference = new Set<number>();
        for (const number of numbers) {
          expect(dedupe.seen(digest(number))).toBe(reference.has(number));
          reference.add(number);
        }
      }),
    );
  });

  it('always knows the latest half of what it may hold, and forgets the oldest', () => {
    const dedupe = createDedupe(1000);
    for (let n = 0; n < 5000; n++) {
      expect(dedupe.seen(digest(n))).toBe(false);
      expect(dedupe.seen(digest(Math.max(0, n - 499)))).toBe(true);
    }
    expect(dedupe.seen(digest(0))).toBe(false);
  });

  it('tells digests apart that begin alike', () => {
    const dedupe = createDedupe(10);
    expect(dedupe.seen(`${'ab'.repeat(12)}00000001`)).toBe(false);
    expect(dedupe.seen(`${'ab'.repeat(12)}00000002`)).toBe(false);
    expect(dedupe.seen(`${'ab'.repeat(12)}00000001`)).toBe(true);
  });
});
