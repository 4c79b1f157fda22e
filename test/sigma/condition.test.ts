import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ConditionError, parseCondition } from '../../src/sigma/condition.ts';

function problem(source: string): [string, number] | undefined {
  try {
    parseCondition(source);
    return undefined;
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    return [error.message, error.offset];
  }
}

const a = { kind: 'identifier', name: 'a', offset: 0 };

describe('parseCondition', () => {
  test('makes one node of a chain', () => {
    expect(parseCondition('a and b and c')).toMatchObject({ kind: 'and', parts: [a, {}, {}] });
    expect(parseCondition('(a)')).toEqual({ ...a, offset: 1 });
  });

  test('remembers where identifiers and patterns stand', () => {
    expect(parseCondition('a or 1 of x*')).toEqual({
      kind: 'or',
      parts: [a, { kind: 'of', quantity: '1', pattern: 'x*', offset: 10 }],
    });
  });

  test.each([
    ['', 'expected a search identifier, but the condition ends', 0],
    ['   ', 'expected a search identifier, but the condition ends', 0],
    ['a and', 'expected a search identifier, but the condition ends', 5],
    ['a or or b', 'expected a search identifier, but there is `or`', 5],
    ['and a', 'expected a search identifier, but there is `and`', 0],
    ['not', 'expected a search identifier, but the condition ends', 3],
    ['()', 'expected a search identifier, but there is `)`', 1],
    ['(a', 'expected `)`, but the condition ends', 2],
    ['(a b)', 'expected `)`, but there is `b`', 3],
    ['a)', 'this `)` closes nothing', 1],
    ['a b', 'expected `and` or `or`, not `b`', 2],
    ['a not b', 'expected `and` or `or`, not `not`', 2],
    ['them', 'expected a search identifier, but there is `them`', 0],
    ['any of x*', 'write `1 of` or `all of`, not `any of`', 0],
    ['2 of x*', 'write `1 of` or `all of`, not `2 of`', 0],
    ['a and 3 of them', 'write `1 of` or `all of`, not `3 of`', 6],
    [
      '1 of',
      'expected `them` or a search identifier, with `*` for any characters, but the condition ends',
      4,
    ],
    [
      '1 of (a)',
      'expected `them` or a search identifier, with `*` for any characters, but there is `(`',
      5,
    ],
    [
      '1 of not',
      'expected `them` or a search identifier, with `*` for any characters, but there is `not`',
      5,
    ],
    ['a AND b', 'keywords are lower-case: write `and`', 2],
    ['NOT a', 'keywords are lower-case: write `not`', 0],
    ['a Or b', 'keywords are lower-case: write `or`', 2],
    ['1 of Them', 'keywords are lower-case: write `them`', 5],
    ['1 OF them', 'keywords are lower-case: write `of`', 2],
    ['ALL of them', 'keywords are lower-case: write `all`', 0],
    [
      'a | count() > 5',
      'aggregations behind `|` are obsolete: write a correlation document instead',
      2,
    ],
    [
      'a|count(x) by y > 5',
      'aggregations behind `|` are obsolete: write a correlation document instead',
      1,
    ],
  ])('refuses "%s"', (source, message, offset) => {
    expect(problem(source)).toEqual([message, offset]);
  });

  test('refuses what is nested beyond reason, however it is nested', () => {
    for (const source of ['('.repeat(5_000), 'not '.repeat(5_000), '(not '.repeat(5_000)]) {
      expect(problem(`${source}a`)?.[0]).toBe('too many nested `not` and `(`');
    }
    expect(problem(`${'('.repeat(90)}a${')'.repeat(90)}`)).toBeUndefined();
    expect(problem(`a${' and a'.repeat(50_000)}`)).toBeUndefined();
  });

  test('takes any text for a condition or says where it is none', () => {
    const words = fc.constantFrom(
      'a',
      'b*',
      '1',
      'of',
      'all',
      'them',
      'and',
      'or',
      'not',
      '(',
      ')',
      '|',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), (all) => {
        const source = all.join(' ');
        const offset = problem(source)?.[1] ?? 0;
        expect(offset).toBeLessThanOrEqual(source.length);
      }),
    );
  });
});
