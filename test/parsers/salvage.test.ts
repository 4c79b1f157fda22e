import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { salvage } from '../../src/parsers/salvage.ts';

describe('salvage', () => {
  it.each([
    ['{"a":1,"b":2', { a: 1 }],
    ['{"a":1,"b":"tw', { a: 1 }],
    ['{"a":1,"b":tru', { a: 1 }],
    ['{"a":1,"b":{"c":[1,{"d":2},{"e"', { a: 1, b: { c: [1, { d: 2 }] } }],
    ['{"a":1,"b":{"c":[{', { a: 1 }],
    ['{"a":1,"a":2,', { a: 2 }],
    ['{"sourceIPs":["192.0.2.1",', {}],
    ['{', {}],
  ])('keeps what is complete of %s', (text, expected) => {
    expect(salvage(text)).toEqual(expected);
  });

  it.each(['', '[1,2', '"text', '12', 'text'])(
    'gives nothing for %j, which starts no object',
    (text) => {
      expect(salvage(text)).toBeUndefined();
    },
  );

  it('keeps members up to shortly before what is no JSON', () => {
    const text = `{"first":1,${'"filler":"……………………………………………………………………",'.repeat(20)}"bad":\\x,"later":1}`;
    expect(salvage(text)).toMatchObject({ first: 1 });
    expect(salvage(text)).not.toHaveProperty('later');
  });

  it('makes __proto__ a member like any other', () => {
    const saved = salvage('{"__proto__":{"polluted":true},"a":');
    expect(Object.keys(saved ?? {})).toEqual(['__proto__']);
    expect(saved).not.toHaveProperty('polluted');
  });

  it('never gives what the whole object does not have', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 })),
        fc.nat(),
        (object, place) => {
          const text = JSON.stringify(object);
          const whole = JSON.parse(text) as Record<string, unknown>;
          const saved = salvage(text.slice(0, place % text.length)) ?? {};
          const [last, ...others] = Object.keys(saved).toReversed();
          for (const key of others) expect(saved[key]).toEqual(whole[key]);
          if (last === undefined) return true;
          return JSON.stringify(whole[last]).includes(JSON.stringify(saved[last]).slice(0, -1));
        },
      ),
      { numRuns: 300 },
    );
  });
});
