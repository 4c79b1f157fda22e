import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bookmark, RecencyMap } from '../../src/collections/recency-map.ts';

const step = fc.record({
  key: fc.constantFrom('a', 'b', 'c', '__proto__', ''),
  action: fc.constantFrom('set', 'touch', 'delete'),
});

describe('recency map', () => {
  it('keeps values by key, and knows the key used least recently', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const map = new RecencyMap<number>();
        const found: unknown[][] = [];
        let plain: { key: string; value: number }[] = [];
        for (const [i, { key, action }] of steps.entries()) {
          const known = plain.find((entry) => entry.key === key);
          const others = plain.filter((entry) => entry.key !== key);
          if (action === 'set') {
            map.set(key, i);
            plain = [...others, { key, value: i }];
          } else if (action === 'touch') {
            found.push([map.touch(key), known?.value]);
            plain = known === undefined ? others : [...others, known];
          } else {
            found.push([map.delete(key), known !== undefined]);
            plain = others;
          }
          for (const [is, shouldBe] of found) expect(is).toBe(shouldBe);
          expect([map.size, map.oldest]).toEqual([plain.length, plain[0]]);
          expect([...map.entries()]).toEqual(plain);
          expect(map.get(key)).toBe(plain.find((entry) => entry.key === key)?.value);
        }
      }),
    );
  });

  it('gives the same with a bookmark for each key as without', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const [marked, plain] = [new RecencyMap<number>(), new RecencyMap<number>()];
        const bookmarks = new Map<string, Bookmark<number>>();
        for (const [i, { key, action }] of steps.entries()) {
          const bookmark = bookmarks.get(key) ?? { place: undefined };
          bookmarks.set(key, bookmark);
          const act = (map: RecencyMap<number>, ...marks: Bookmark<number>[]) =>
            action === 'touch' ? map.touch(key, ...marks) : map[action](key, i);
          expect(act(marked, bookmark)).toEqual(act(plain));
          expect([...marked.entries()]).toEqual([...plain.entries()]);
        }
      }),
    );
  });
});
