import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePattern, textTest } from '../../../src/sigma/values/pattern.ts';
import { anyText } from '../rules.ts';

const fits = (source: string, text: string) => textTest([parsePattern(source)], false)(text);

/** Wildcards by the book: every way to cut the text is tried. */
function naive(pattern: readonly string[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === '*') return naive(rest, text) || (text.length > 0 && naive(pattern, text.slice(1)));
  return text.length > 0 && (first === '?' || first === text[0]) && naive(rest, text.slice(1));
}

const letters = (all: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...all), { maxLength });

describe('pattern', () => {
  test('agrees with trying every way to cut the text', () => {
    const patterns = letters(['a', 'b', '*', '*', '?', '😀'], 7);
    fc.assert(
      fc.property(patterns, letters(['a', 'b', '😀'], 8), (pattern, text) => {
        expect(fits(pattern.join(''), text.join(''))).toBe(naive(pattern, text));
      }),
      { numRuns: 2000 },
    );
  });

  test('takes any string apart and back together', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = text.replaceAll(/[*?\\]/g, '\\$&');
        expect(parsePattern(escaped)).toEqual(text === '' ? [] : [text]);
        expect(textTest([parsePattern(escaped)], true)(text)).toBe(true);
      }),
    );
  });

  test('reads placeholders only when asked', () => {
    expect(parsePattern('a%b%c')).toEqual(['a%b%c']);
    expect(parsePattern('a%b%c', true)).toEqual(['a', { placeholder: 'b' }, 'c']);
    expect(parsePattern('a\\%b%c', true)).toEqual(['a%b%c']);
    expect(parsePattern('a\\\\%b%c', true)).toEqual(['a\\', { placeholder: 'b' }, 'c']);
    expect(parsePattern('%a b%', true)).toEqual(['%a b%']);
  });

  test('never throws on lone surrogates', () => {
    for (const text of ['\ud83d', '\ude00', '\ude00\ud83d', 'a\ud83d']) {
      expect(fits('*?', text)).toBe(true);
      expect(fits('*', text)).toBe(true);
    }
  });

  test.each(['*a*a*a*a*a*a*a*a*b', '*a?a?a?a?a?a?a?a?b', '*?a*?a*?a*?a*?b', '????????*b'])(
    'takes at most text × pattern steps: %s',
    (pattern) => {
      const start = performance.now();
      expect(fits(pattern, 'a'.repeat(300_000))).toBe(false);
      expect(performance.now() - start).toBeLessThan(5_000);
    },
  );
});
