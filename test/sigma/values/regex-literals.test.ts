import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { literalsOf } from '../../../src/sigma/values/regex-literals.ts';

describe('what an expression needs', () => {
  it.each([
    ['-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY( BLOCK)?-----', ['-----BEGIN ']],
    [String.raw`\b(AKIA|ASIA)[0-9A-Z]{16}\b`, ['AKIA', 'ASIA']],
    [String.raw`\b[a-z]+://[^/]+@`, ['://']],
    ['abc+d', ['abc']],
    ['ab*cde', ['cde']],
    ['[.]kube/config', ['.kube/config']],
    [String.raw`a\.b\.c`, ['a.b.c']],
    ['(x|abcd)efgh', ['efgh']],
    ['(abcd){2}e', ['abcd']],
    ['abc|def', ['abc', 'def']],
    ['^abc$', ['abc']],
  ])('is plain to see in %s', (source, literals) => {
    expect(literalsOf(source)).toEqual(literals);
  });

  it.each([
    ['ab', 'too short'],
    ['abc|', 'one alternative needs nothing'],
    ['(abc)?', 'it may be left out'],
    ['(abc){0,2}', 'it may be left out'],
    ['(?i:password)', 'case does not matter'],
    ['(?i)password', 'case does not matter'],
    [String.raw`\x61bcd`, 'not understood'],
    [String.raw`\Qabc\E`, 'not understood'],
    ['[[:alpha:]]abc', 'not understood'],
    ['é+éèê', 'beyond ASCII'],
    ['abc|def|ghi|jkl|mno|pqr|stu|vwx|yzz', 'too many'],
  ])('is not told of %s: %s', (source) => {
    expect(literalsOf(source)).toBeUndefined();
  });

  const atom = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'ab', 'abb', 'ba', '/', ' ') },
    fc.constantFrom('.', '[ab]', '[^a]', '[.]', '[]a]', String.raw`\.`, String.raw`\w`),
    fc.constantFrom('^', '$', String.raw`\b`, '{', '}', ']', ','),
  );
  const times = fc.constantFrom('', '', '', '?', '*', '+', '+?', '{2}', '{0,1}', '{1,}', '{0}');
  const { expression } = fc.letrec<{ expression: string; sequence: string; piece: string }>(
    (tie) => ({
      expression: fc
        .array(tie('sequence'), { minLength: 1, maxLength: 3 })
        .map((all) => all.join('|')),
      sequence: fc.array(tie('piece'), { maxLength: 4 }).map((all) => all.join('')),
      piece: fc.oneof(
        { weight: 4, arbitrary: fc.tuple(atom, times).map((both) => both.join('')) },
        fc
          .tuple(fc.constantFrom('(', '(?:', '(?i:'), tie('expression'), times)
          .map(([open, inside, often]) => `${open}${inside})${often}`),
      ),
    }),
  );
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'A', '/', '.', ' ', '{', ']', ','),
    maxLength: 24,
  });

  it('is in every text that the expression matches', () => {
    fc.assert(
      fc.property(expression, fc.array(text, { minLength: 1, maxLength: 12 }), (source, texts) => {
        const literals = literalsOf(source);
        fc.pre(literals !== undefined);
        let compiled: RE2JS;
        try {
          compiled = RE2JS.compile(source);
        } catch {
          return;
        }
        const missed = texts.filter(
          (one) => compiled.test(one) && !literals?.some((literal) => one.includes(literal)),
        );
        expect(missed).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });
});
