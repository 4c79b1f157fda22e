import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonLine, printable } from '../../src/text/escape.ts';
import { anyText, HIDDEN, HOSTILE } from './fixtures.ts';

describe('printable', () => {
  it('leaves plain text alone, in any script', () => {
    const text = 'kubectl/v1.34.1 (linux/amd64) — Zoë, 日本語, 👍';
    expect(printable(text)).toBe(text);
  });

  it('shows an escape sequence instead of obeying it', () => {
    expect(printable('\u001b[31mroot\u001b[0m')).toBe('\\u{1b}[31mroot\\u{1b}[0m');
  });

  it.each([
    ['a line feed', '\n', '\\u{a}'],
    ['a carriage return', '\r', '\\u{d}'],
    ['a C1 control', '\u009b', '\\u{9b}'],
    ['a delete', '\u007f', '\\u{7f}'],
    ['a right-to-left override', '\u202e', '\\u{202e}'],
    ['a bidirectional isolate', '\u2066', '\\u{2066}'],
    ['a zero-width space', '\u200b', '\\u{200b}'],
    ['a no-break space', '\u00a0', '\\u{a0}'],
    ['a Hangul filler', '\u3164', '\\u{3164}'],
    ['an empty Braille cell', '\u2800', '\\u{2800}'],
    ['a tag character', '\u{e0041}', '\\u{e0041}'],
    ['a line separator', '\u2028', '\\u{2028}'],
    ['half a surrogate pair', '\ud800', '\\u{d800}'],
  ])('makes %s visible', (_name, character, shown) => {
    expect(printable(`a${character}b`)).toBe(`a${shown}b`);
  });

  it('cuts a long text and says so', () => {
    expect(printable('abcdefgh', 5)).toBe('abcd…');
  });

  it('cuts neither a surrogate pair nor an escape in two', () => {
    expect(printable('abc👍👍', 5)).toBe('abc…');
    expect(printable('abc\u001b\u001b', 7)).toBe('abc…');
  });

  it('takes a huge text in no time', () => {
    expect(printable('\u001b'.repeat(10_000_000), 100).length).toBeLessThanOrEqual(100);
  });

  it('gives one visible line within the bound, and the same when done again', () => {
    fc.assert(
      fc.property(anyText(), fc.integer({ min: 1, max: 60 }), (text, longest) => {
        const shown = printable(text, longest);
        expect(shown.length).toBeLessThanOrEqual(longest);
        expect(shown).not.toMatch(HIDDEN);
        expect(shown).not.toContain('\n');
        expect(printable(shown, longest)).toBe(shown);
      }),
    );
  });
});

describe('jsonLine', () => {
  it('escapes what a terminal would obey', () => {
    expect(jsonLine({ user: HOSTILE })).not.toMatch(HIDDEN);
  });

  it('parses to the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(anyText(), anyText()), (value) => {
        const line = jsonLine(value);
        expect(line).not.toMatch(HIDDEN);
        expect(line).not.toContain('\n');
        expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
