import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  base64Offsets,
  dashVariants,
  utf16,
  utf16be,
  utf16le,
} from '../../../src/sigma/values/encoding.ts';

describe('base64Offsets', () => {
  test('has a part of the encoding wherever the value stands', () => {
    const bytes = fc.uint8Array({ maxLength: 20 });
    const value = fc.uint8Array({ minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(bytes, value, bytes, (before, inner, behind) => {
        const encoded = Buffer.concat([before, inner, behind]).toString('base64');
        const parts = base64Offsets(Buffer.from(inner));
        expect(encoded).toContain(parts[before.length % 3]);
      }),
    );
  });
});

describe('UTF-16', () => {
  test('encodes as the appendix has it', () => {
    expect(utf16le('cmd').toString('hex')).toBe('63006d006400');
    expect(utf16be('cmd').toString('hex')).toBe('0063006d0064');
    expect(utf16('cmd').toString('hex')).toBe('fffe63006d006400');
  });
});

describe('dashVariants', () => {
  test('makes each dash any of five characters', () => {
    expect(dashVariants(['-a', { wildcard: '*' }, '/b'])).toHaveLength(25);
    expect(dashVariants(['ab'])).toEqual([['ab']]);
    expect(dashVariants([])).toEqual([[]]);
  });

  test('makes 3,125 variants and no more', () => {
    expect(dashVariants(['-----'])).toHaveLength(3125);
    expect(dashVariants(['------'])).toBeUndefined();
    expect(dashVariants(['-'.repeat(100_000)])).toBeUndefined();
  });
});
