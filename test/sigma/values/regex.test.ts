import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRegex } from '../../../src/sigma/values/regex.ts';
import { anyText } from '../rules.ts';

function regex(source: string): (text: string) => boolean {
  const compiled = compileRegex(source, 0);
  if (typeof compiled === 'string') throw new Error(compiled);
  return compiled;
}

describe('regular expression', () => {
  test.each([
    ['a(?=b)', 'lookaround'],
    ['a(?!b)', 'lookaround'],
    ['(?<=a)b', 'lookaround'],
    ['(?<!a)b', 'lookaround'],
    ['(a)\\1', 'back-references'],
    ['(?<n>a)\\k<n>', 'back-references'],
    ['(?>a)b', 'atomic groups'],
    ['a++', 'possessive'],
    ['a{1001}', 'repeats more than 1,000 times'],
    ['((a{100}){100}){100}', 'repeats more than 1,000 times'],
    ['(?R)', 'recursion'],
    ['(a', 'missing closing )'],
    ['[a', 'missing closing ]'],
    ['*a', 'missing argument to repetition'],
  ])('refuses %s and names what is not supported', (source, reason) => {
    expect(compileRegex(source, 0)).toContain(reason);
  });

  test('takes time in proportion to the text', () => {
    const start = performance.now();
    expect(regex('^(a+)+$')(`${'a'.repeat(100_000)}b`)).toBe(false);
    expect(regex('(x+x+)+y')('x'.repeat(100_000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test('runs on strings of any content', () => {
    const any = regex('^.*[^a]?$');
    fc.assert(fc.property(anyText, (text) => typeof any(text) === 'boolean'));
    for (const text of ['\ud83d', '\ude00\ud83d', '\0', '']) expect(any(text)).toBe(true);
  });
});
