import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Linked, RecencyList } from '../../src/collections/recency-list.ts';

const step = fc.record({ value: fc.nat(5), action: fc.constantFrom('use', 'use', 'remove') });

interface Item extends Linked<Item> {
  readonly value: number;
}

describe('recency list', () => {
  it('knows the value used least recently, and the order of all', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const list = new RecencyList<Item>();
        const items = new Map<number, Item>();
        let plain: number[] = [];
        for (const { value, action } of steps) {
          const item = items.get(value);
          plain = plain.filter((other) => other !== value);
          if (action === 'use') {
            plain.push(value);
            const added = item ?? { value, older: undefined, newer: undefined };
            if (item === undefined) list.add(added);
            else list.touch(item);
            items.set(value, added);
          } else if (item !== undefined) {
            list.remove(item);
            items.delete(value);
          }
          expect(list.oldest?.value).toBe(plain[0]);
          expect(Array.from(list.values(), (one) => one.value)).toEqual(plain);
        }
      }),
    );
  });
});
