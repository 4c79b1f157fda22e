import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFormulas, type Formula, type Formulas } from '../../../src/sigma/matcher/formula.ts';
import type { Item } from '../../../src/sigma/matcher/questions.ts';
import { counting } from './rules.ts';

/** Six items, two of each question. */
const ITEMS: readonly Item[] = [0, 1, 2, 3, 4, 5].map((index) => ({
  index,
  rank: index >> 1,
  test: counting('verb', index),
}));
const [a, b, c] = [ITEMS[0], ITEMS[1], ITEMS[2]] as [Item, Item, Item];

type Tree = number | { not: Tree } | { link: 'and' | 'or'; parts: Tree[] };

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.nat({ max: 5 }),
    fc.record({ not: tie('tree') }),
    fc.record({
      link: fc.constantFrom('and' as const, 'or' as const),
      parts: fc.array(tie('tree'), { maxLength: 3 }),
    }),
  ),
}));

function built(formulas: Formulas, part: Tree): Formula {
  if (typeof part === 'number') return formulas.item(ITEMS[part] as Item);
  if ('not' in part) return formulas.not(built(formulas, part.not));
  return formulas.link(
    part.link,
    part.parts.map((each) => built(formulas, each)),
  );
}

function truth(part: Tree, held: ReadonlySet<Item>): boolean {
  if (typeof part === 'number') return held.has(ITEMS[part] as Item);
  if ('not' in part) return !truth(part.not, held);
  const each = (one: Tree) => truth(one, held);
  return part.link === 'and' ? part.parts.every(each) : part.parts.some(each);
}

describe('formula', () => {
  it('is decided, question by question, as its tree is', () => {
    fc.assert(
      fc.property(tree, fc.subarray([...ITEMS]), (part, list) => {
        const formulas = createFormulas(() => {});
        const held = new Set(list);
        let formula = built(formulas, part);
        for (let last = -1; formula.rank < Infinity; formula = formulas.assume(formula, held)) {
          expect(formula.rank).toBeGreaterThan(last);
          last = formula.rank;
        }
        expect(formula.kind).toBe(truth(part, held) ? 'yes' : 'no');
      }),
    );
  });

  it('is the same object where it consists of the same, in any order', () => {
    const formulas = createFormulas(() => {});
    const [x, y, z] = [a, b, c].map(formulas.item) as [Formula, Formula, Formula];
    const one = formulas.link('and', [x, formulas.link('and', [y, z]), x]);
    expect(formulas.link('and', [z, y, x])).toBe(one);
    expect(formulas.not(formulas.not(one))).toBe(one);
    expect(formulas.link('or', [one])).toBe(one);
    expect(formulas.link('or', [x, y, z])).not.toBe(one);
  });

  it('tells how much room it takes, once', () => {
    let room = 0;
    const formulas = createFormulas((bytes) => {
      room += bytes;
    });
    formulas.item(a);
    const before = room;
    formulas.item(a);
    expect(room).toBe(before);
    formulas.not(formulas.item(a));
    expect(room).toBeGreaterThan(before);
  });
});
