import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, it } from 'vitest';
import { finderOf } from '../../../src/sigma/values/needed.ts';
import { REGEX_FLAGS } from '../../../src/sigma/values/regex.ts';
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
    ['ab{01}*cd', ['ab{01']],
    ['ab{,2}c', ['ab{,2}c']],
    ['gh[op]_a', ['gho_a', 'ghp_a']],
    ['ab?c[_-]', ['ac_', 'ac-', 'abc_', 'abc-']],
    ['[]a]bc', [']bc', 'abc']],
    ['a?b?c?d?e?f?g?hij', ['hij', 'ghij']],
  ])('is plain to see in %s', (source, literals) => {
    expect(literalsOf(source)).toEqual({ literals, ignoresCase: false });
  });

  it.each([
    ['(?i:Password|passwd)$', ['password', 'passwd']],
    ['(?i)PassWord', ['password']],
    ['ABC(?i:d)', ['abc']],
    [String.raw`(?im)^\s*(api[_-]?key|client)\s*=`, ['apikey', 'api_key', 'api-key', 'client']],
  ])('is told in lower case where case does not matter: %s', (source, literals) => {
    expect(literalsOf(source)).toEqual({ literals, ignoresCase: true });
    expect(literalsOf(source, true)).toEqual({ literals, ignoresCase: true });
  });

  it.each([
    ['ab', 'too short'],
    ['abc|', 'one alternative needs nothing'],
    ['(abc)?', 'it may be left out'],
    ['(abc){0,2}', 'it may be left out'],
    ['(?-i:password)', 'not understood'],
    ['(?P<name>password)', 'not understood'],
    ['(?U)password', 'not understood'],
    [String.raw`\x61bcd`, 'not understood'],
    [String.raw`\Qabc\E`, 'not understood'],
    ['[[:alpha:]]abc', 'not understood'],
    ['é+éèê', 'beyond ASCII'],
    [Array.from({ length: 65 }, (_, i) => `x${i + 100}`).join('|'), 'too many'],
    ['[a-c]xy', 'a range'],
  ])('is not told of %s: %s', (source) => {
    expect(literalsOf(source)).toBeUndefined();
  });

  const atom = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('a', 'b', 'ab', 'abb', 'ba', 'ask', 'AS', '/', ' ') },
    fc.constantFrom('.', '[ab]', '[^a]', '[.]', '[]a]', String.raw`\.`, String.raw`\w`),
    fc.constantFrom('^', '$', String.raw`\b`, '{', '}', ']', ','),
  );
  const times = fc.constantFrom(
    '',
    '',
    '',
    '?',
    '*',
    '+',
    '+?',
    '{2}',
    '{0,1}',
    '{1,}',
    '{0}',
    '{01}',
    '{1,02}',
    '{01}*',
  );
  const { expression } = fc.letrec<{ expression: string; sequence: string; piece: string }>(
    (tie) => ({
      expression: fc
        .array(tie('sequence'), { minLength: 1, maxLength: 3 })
        .map((all) => all.join('|')),
      sequence: fc.array(tie('piece'), { maxLength: 4 }).map((all) => all.join('')),
      piece: fc.oneof(
        { weight: 4, arbitrary: fc.tuple(atom, times).map((both) => both.join('')) },
        fc
          .tuple(fc.constantFrom('(', '(?:', '(?i:', '(?m:', '(?i)('), tie('expression'), times)
          .map(([open, inside, often]) => `${open}${inside})${often}`),
      ),
    }),
  );
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', 'k', 's', 'A', '/', '.', ' ', '{', ']', ',', 'ſ', 'K'),
    maxLength: 24,
  });

  const texts = fc.array(text, { minLength: 1, maxLength: 12 });
  const flag = fc.constantFrom(0, REGEX_FLAGS.i);

  it('is in every text that the expression matches', () => {
    fc.assert(
      fc.property(expression, flag, texts, (source, flags, tried) => {
        const needed = literalsOf(source, flags === REGEX_FLAGS.i);
        fc.pre(needed !== undefined);
        let compiled: RE2JS;
        try {
          compiled = RE2JS.compile(source, flags);
        } catch {
          return;
        }
        const mayMatch = finderOf(needed);
        const missed = tried.filter((one) => compiled.test(one) && !mayMatch(one));
        expect(missed).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });
});
