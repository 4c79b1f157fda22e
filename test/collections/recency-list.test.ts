import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Place, RecencyList } from '../../src/collections/recency-list.ts';

const step = fc.record({ value: fc.nat(5), action: fc.constantFrom('use', 'use', 'remove') });

describe('recency list', () => {
  it('knows the value used least recently', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const list = new RecencyList<number>();
        const places = new Map<number, Place<number>>();
        let plain: number[] = [];
        for (const { value, action } of steps) {
          const place = places.get(value);
          plain = plain.filter((other) => other !== value);
          if (action === 'use') {
            plain.push(value);
            if (place === undefined) places.set(value, list.add(value));
            else list.touch(place);
          } else if (place !== undefined) {
            list.remove(place);
            places.delete(value);
          }
          expect(list.oldest).toBe(plain[0]);
        }
      }),
    );
  });
});
