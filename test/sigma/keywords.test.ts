import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditRecord, Json, JsonObject } from '../../src/types.ts';
import { compile, record } from './rules.ts';

/** A record that still has the JSON it was read from. */
function withRaw(text: string): AuditRecord {
  const parsed = record(JSON.parse(text));
  return Object.assign(Object.create(parsed), {
    event: parsed.event,
    raw: Buffer.from(text).toString('latin1'),
  }) as AuditRecord;
}

const keywords = (search: unknown) => compile({ s: search, condition: 's' });

describe('keywords', () => {
  it.each([
    ['"Secret-Value"', true],
    ['"secret\\u002dvalue"', true],
    ['"secret\\/value"', false],
    ['{"secret-value":0}', true],
    ['"secretvalue"', false],
    ['"secret-\\u003cvalue"', false],
  ])('are found in JSON, however it is written: %s', (value, isFound) => {
    const text = `{"requestObject":${value}}`;
    expect(keywords(['secret-value']).matches(withRaw(text))).toBe(isFound);
    expect(keywords({ '|re': '(?i:secret-value)' }).matches(withRaw(text))).toBe(isFound);
  });

  it.each([
    ['\\u212aube', ['kube']],
    ['\\u212AUBE', { '|re': '(?i)kube' }],
    ['\\u017fecret', { '|re': '(?i)secret' }],
    ['m\\u0130ner', ['mi*ner']],
  ])('are found in letters that fold to others, escaped: %s', (text, search) => {
    expect(keywords(search).matches(withRaw(`{"verb":"${text}"}`))).toBe(true);
  });

  it('make nothing of an event that has none of what they need', () => {
    const rule = keywords({ '|re': ['AKIA[0-9A-Z]{16}', '(?i)password *='] });
    const event = { raw: '{"verb":"get"}' } as AuditRecord;
    expect(rule.matches(event)).toBe(false);
  });

  it('are the same with the JSON at hand and without', () => {
    const letters = [
      'a',
      'B',
      'b',
      '"',
      '\\',
      '/',
      '<',
      'é',
      'ſ',
      's',
      'K',
      'k',
      'İ',
      'i',
      '\n',
      '5',
    ];
    const text = fc.string({ unit: fc.constantFrom(...letters), maxLength: 6 });
    const value = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
      value: fc.oneof(
        { weight: 4, arbitrary: text },
        fc.constantFrom<Json>(null, true, 5, 55),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('object'),
      ),
      object: fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    })).object;
    const word = fc.string({ unit: fc.constantFrom(...letters, '*', '?'), maxLength: 5 });
    const words = fc.array(word, { minLength: 1, maxLength: 3 });
    const expression = fc.constantFrom('ab|ss+k', '(?i)sik', 'b[ab5]?i', '"a', '<b', 'é', 'k5$');
    const search = fc.oneof(
      words,
      words.map((all) => ({ '|cased': all })),
      fc.array(expression, { minLength: 1, maxLength: 2 }).map((all) => ({ '|re': all })),
    );
    fc.assert(
      fc.property(search, value, fc.infiniteStream(fc.nat({ max: 9 })), (wanted, event, dice) => {
        const rule = keywords(wanted);
        const written = escaped(JSON.stringify(event), dice);
        expect(rule.matches(withRaw(written))).toBe(rule.matches(record(event)));
      }),
      { numRuns: 2000 },
    );
  });
});

/** The same JSON with some of its letters escaped. */
function escaped(json: string, dice: Iterator<number>): string {
  return json.replace(/\\.|[aBbski/<ſ\u212aİé]/g, (letter) => {
    if (letter.length > 1 || dice.next().value !== 0) return letter;
    if (letter === '/') return '\\/';
    return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
