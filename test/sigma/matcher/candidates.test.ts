import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCandidates } from '../../../src/sigma/matcher/candidates.ts';
import { type Item, questionsOf } from '../../../src/sigma/matcher/questions.ts';
import type { Json } from '../../../src/types.ts';
import { compile } from '../rules.ts';

/** The question of rules that each have one item about the verb. */
function verbQuestion(items: readonly (readonly [key: string, value: unknown])[]) {
  const rules = items.map(([key, value]) => compile({ s: { [key]: value }, condition: 's' }));
  const [question] = questionsOf(rules).list;
  return question?.items ?? [];
}

const asked = (items: ReturnType<typeof verbQuestion>, value: Json | undefined) =>
  createCandidates(items)(value).map(({ test }) => test.id);

const ENDINGS = [
  '',
  '|cased',
  '|neq',
  '|cased|neq',
  '|startswith',
  '|startswith|cased',
  '|endswith',
  '|contains',
  '|windash',
] as const;
const MORE = { minLength: 1, maxLength: 8 };

describe('candidates', () => {
  const items = verbQuestion([
    ['verb', 'get'],
    ['verb|contains', 'e'],
    ['verb', ['list', 'watch']],
    ['verb|startswith', 'Li'],
    ['verb|endswith', 't'],
  ]);

  it('are the items that the value begins like, and those without a beginning', () => {
    const ids = items.map(({ test }) => test.id);
    const [get, contains, listed, starts, ends] = ids;
    expect(asked(items, 'GET')).toEqual([get, contains, ends]);
    expect(asked(items, 'list')).toEqual([contains, listed, starts, ends]);
    expect(asked(items, 'patch')).toEqual([contains, ends]);
    expect(asked(items, ['x', 5, null, 'get', 'watch'])).toEqual([get, contains, listed, ends]);
  });

  it.each([[undefined], [null], [{ get: 'get' }], [[['get']]]])(
    'of what is no text are those without a beginning: %j',
    (value) => {
      expect(asked(items, value)).toHaveLength(2);
    },
  );

  it('keep an item whose beginning is other letters in lower case when more follow', () => {
    const [greek] = verbQuestion([['verb|startswith|cased', 'ΑΣ']]);
    expect(createCandidates([greek as Item])('ΑΣΒ')).toEqual([greek]);
  });

  it('leave out no item that holds, whatever letters there are', () => {
    // In lower case `Σ` depends on what is behind it, `İ` has two letters, and `K` is an ASCII one.
    const text = fc.string({
      unit: fc.constantFrom('a', 'B', 'Σ', 'σ', 'ς', 'İ', 'K', 'k', '*', '?', '\\', '1'),
      maxLength: 5,
    });
    const scalar = fc.oneof(text, fc.constantFrom<Json>(1, 11, true, false, null));
    const one = fc.tuple(fc.constantFrom(...ENDINGS), fc.oneof(text, fc.array(text, MORE)));
    const all = fc.tuple(
      fc.constantFrom('|contains|all', '|startswith|all'),
      fc.array(text, { ...MORE, minLength: 2 }),
    );
    const written = fc.array(fc.oneof(one, all), MORE);
    const values = fc.array(fc.oneof(scalar, fc.array(scalar, { maxLength: 3 })), { minLength: 1 });
    fc.assert(
      fc.property(written, values, (pairs, tried) => {
        const every = verbQuestion(pairs.map(([end, value]) => [`verb${end}`, value]));
        const candidates = createCandidates(every);
        for (const value of tried) {
          const holding = every.filter(({ test }) => test.kind === 'field' && test.holds(value));
          const found = candidates(value);
          expect(found).toEqual(every.filter((item) => found.includes(item)));
          expect(found).toEqual(expect.arrayContaining(holding));
        }
      }),
      { numRuns: 500 },
    );
  });
});
