import { describe, expect, it } from 'vitest';
import { numeric, textOf, tuple } from '../../../src/sigma/correlation/values.ts';
import type { Json } from '../../../src/types.ts';

const LONG = 'x'.repeat(257);
const DIGEST = /^sha256:[0-9a-f]{32}$/;

describe('correlation values', () => {
  it.each<[Json | undefined, string | null]>([
    ['ann', 'ann'],
    ['', ''],
    [1, '1'],
    ['1', '1'],
    [true, 'true'],
    [null, null],
    [undefined, null],
    [['10.6.6.6', '10.0.0.1'], '10.0.0.1'],
    [[], null],
    [[['a', 'b']], 'b'],
    ['null', 'null'],
  ])('reads %j as %j', (value, text) => {
    expect(textOf(value)).toBe(text);
  });

  it('keeps long texts and objects as digests, each its own', () => {
    const values = [LONG, `${LONG}x`, { a: LONG }, { b: 1, a: 2 }, 'sha256:0', JSON.stringify({})];
    const texts = values.map((value) => textOf(value));
    for (const text of texts.slice(0, 5)) expect(text).toMatch(DIGEST);
    expect(new Set(texts).size).toBe(values.length);
    expect(textOf({ a: 2, b: 1 })).toBe(texts[3]);
  });

  it('lets no text pass for the digest of another', () => {
    const digest = textOf(LONG) as string;
    expect(textOf(digest)).not.toBe(digest);
  });

  it('reads what is nested ten thousand levels deep', () => {
    const deep = '[{"a":'.repeat(5000) + '1' + '}]'.repeat(5000);
    expect(textOf(JSON.parse(deep) as Json)).toMatch(DIGEST);
    const arrays = '['.repeat(10_000) + '"x"' + ']'.repeat(10_000);
    expect(textOf(JSON.parse(arrays) as Json)).toBe('x');
  });

  it.each(['0', '-1', '+1.5', '.5', '5.', '1e3', '1E-3', '1e300', '-1e300'])(
    'takes %s for a number',
    (text) => {
      expect(numeric([text])).toBe(text);
    },
  );

  it.each([
    '',
    ' ',
    '1 ',
    '0x10',
    'Infinity',
    'NaN',
    '1e301',
    '1e999',
    '1,5',
    '--1',
    'e3',
    '.',
    null,
  ])('does not take %j for a number', (text) => {
    expect(numeric([text])).toBeUndefined();
  });

  it('takes tuples for equal only when all their parts are, and nothing for no tuple', () => {
    const tuples = [
      ['a', 'b'],
      ['b', 'a'],
      ['a,b', null],
      ['a', null],
      [null, 'a'],
      ['["a"', 'b'],
    ];
    expect(new Set(tuples.map((texts) => tuple(texts))).size).toBe(tuples.length);
    expect(tuple(['a'])).toBe('a');
    expect(tuple([null])).toBeUndefined();
    expect(tuple([null, null])).toBeUndefined();
  });
});
