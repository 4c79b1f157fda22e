import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { skipValue } from '../../src/webhook/json-scan.ts';

describe('json scan', () => {
  it('finds the end of any value, whatever stands behind it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const bytes = Buffer.from(JSON.stringify(value, undefined, indent));
        const end = skipValue(Buffer.concat([bytes, Buffer.from(',"x":[}')]), 0);
        expect(end).toBe(bytes.length);
      }),
    );
  });

  it('says that a value doesn’t end, wherever it breaks off', () => {
    const bytes = Buffer.from(String.raw`{"a":["b\"\\",{"c":-1.5e3}],"d":null}`);
    for (let length = 0; length < bytes.length; length++) {
      expect(skipValue(bytes.subarray(0, length), 0)).toBe(-1);
    }
  });

  it('says that nothing starts at a comma or a closing bracket', () => {
    for (const text of [',', ']', '}', ':', ' ']) expect(skipValue(Buffer.from(text), 0)).toBe(-1);
  });
});
