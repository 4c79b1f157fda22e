import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quote } from '../../../src/investigate/actions/quote.ts';
import { anyText, HIDDEN } from '../../text/fixtures.ts';

/** The words that a shell makes of a line. */
function wordsOf(line: string): string[] {
  const out = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  return out.split('\0').slice(0, -1);
}

describe('quote', () => {
  it('leaves plain words as they are', () => {
    expect(quote('system:serviceaccount:prod:payment')).toBe('system:serviceaccount:prod:payment');
    expect(quote('')).toBe("''");
  });

  it('gives a shell each text as one word, and shows no character that hides', () => {
    fc.assert(
      fc.property(fc.array(anyText(), { minLength: 1, maxLength: 40 }), (texts) => {
        const told = texts.filter((text) => quote(text) !== undefined);
        const quoted = told.map(quote).join(' ');
        expect(quoted).not.toMatch(HIDDEN);
        expect(told.length === 0 ? [] : wordsOf(quoted)).toEqual(told);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    "'; id; '",
    '$(id)',
    '`id`',
    '"$HOME"',
    '~root',
    '*',
    '\\',
    'a\nb',
    '%s\u001b[2J',
    '-n',
    '!x',
    '#a',
  ])('is not fooled by %j', (text) => {
    expect(wordsOf(quote(text) ?? '')).toEqual([text]);
  });

  it('gives up on what no argument can hold', () => {
    expect(quote('a\0b')).toBeUndefined();
    expect(quote('\ud800')).toBeUndefined();
    expect(quote('a\n')).toBeUndefined();
  });
});
