import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TupleTable } from '../../src/collections/tuple-table.ts';

describe('tuple table', () => {
  it('numbers tuples in the order in which they come', () => {
    const tuples = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.nat()), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(tuples, (all) => {
        const table = new TupleTable(2);
        const known = new Map<string, number>();
        for (const tuple of all) {
          table.key.set(tuple);
          const number = known.get(tuple.join()) ?? -1;
          expect(table.find()).toBe(number);
          if (number >= 0) continue;
          expect(table.add()).toBe(known.size);
          known.set(tuple.join(), known.size);
        }
        expect(table.size).toBe(known.size);
        table.clear();
        expect([table.size, table.find()]).toEqual([0, -1]);
      }),
    );
  });
});
