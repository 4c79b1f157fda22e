import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FingerprintTable } from '../../src/collections/fingerprint-table.ts';

/** Small ones, of which many begin at the same slot. */
const word = fc.integer({ min: -2, max: 2 });

describe('fingerprint table', () => {
  it('numbers fingerprints in the order in which they come, up to so many', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, word, word), { maxLength: 150 }),
        fc.nat(120),
        (prints, most) => {
          const table = new FingerprintTable(most);
          const known = new Map<string, number>();
          for (const print of prints) {
            const text = print.join();
            if (text !== '0,0,0' && !known.has(text) && known.size < most) {
              known.set(text, known.size);
            }
            const words = Int32Array.of(9, ...print, 9);
            expect(table.numberOf(words, 1)).toBe(known.get(text) ?? -1);
            expect(table.isFull).toBe(known.size >= most);
          }
        },
      ),
    );
  });

  it('begins anew once it was cleared', () => {
    const table = new FingerprintTable(1000);
    const numberOf = (first: number) => table.numberOf(Int32Array.of(first, 1, 1, 1), 0);
    for (let first = 0; first < 1000; first++) expect(numberOf(first)).toBe(first);
    expect([table.isFull, numberOf(1000), numberOf(500)]).toEqual([true, -1, 500]);
    table.clear();
    expect([table.isFull, numberOf(1000), numberOf(500)]).toEqual([false, 0, 1]);
  });
});
