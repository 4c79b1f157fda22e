import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/text/nearest.ts';

describe('nearest', () => {
  it.each([
    ['minlevel', 'minLevel'],
    ['minLvel', 'minLevel'],
    ['slak', 'slack'],
    ['dead_letter', 'deadLetter'],
  ])('finds what %s meant', (name, meant) => {
    expect(nearest(name, ['rules', 'deadLetter', 'minLevel', 'slack'])).toBe(meant);
  });

  it('says nothing when nothing is near', () => {
    expect(nearest('kubernetes', ['rules', 'alerts'])).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
  });

  it('takes a huge name in no time', () => {
    expect(nearest('x'.repeat(1_000_000), ['rules'])).toBeUndefined();
  });
});
