import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDedupe } from '../../src/pipeline/dedupe.ts';
import { createCheckpoint } from '../../src/state/checkpoint.ts';
import { memoryStore } from '../state/memory-store.ts';

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

describe('dedupe, restarted', () => {
  it('knows what it knew, for as many events as before', () => {
    const store = memoryStore();
    const start = () => {
      const dedupe = createDedupe(20);
      const checkpoint = createCheckpoint(store);
      checkpoint.adopt([dedupe.memory]);
      return { dedupe, checkpoint };
    };
    let { dedupe, checkpoint } = start();
    for (let i = 0; i < 100; i++) {
      expect(dedupe.seen(digest(i))).toBe(false);
      if (i % 7 === 0) checkpoint.save();
      if (i % 13 !== 0) continue;
      checkpoint.save();
      ({ dedupe, checkpoint } = start());
      for (let back = Math.max(0, i - 9); back <= i; back++) {
        expect(dedupe.seen(digest(back))).toBe(true);
      }
    }
    const digests = store.load('dedupe').map(({ value }) => (value as string).length / 32);
    // Two generations, and what was under way between them.
    expect(digests.reduce((a, b) => a + b)).toBeLessThan(45);
  });
});
