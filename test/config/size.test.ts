import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSize, parseSize } from '../../src/config/size.ts';

describe('parseSize', () => {
  it.each([
    ['16MiB', 16 * 1024 * 1024],
    ['1GiB', 1024 ** 3],
    ['64 KiB', 65_536],
    ['1GB', 1_000_000_000],
    ['2MB', 2_000_000],
    ['3kB', 3000],
    ['3KB', 3000],
    ['10B', 10],
    ['4096', 4096],
    [4096, 4096],
    [0, 0],
  ])('reads %s', (size, bytes) => {
    expect(parseSize(size)).toBe(bytes);
  });

  it.each([
    '',
    'MiB',
    '16mib',
    '1.5GiB',
    '-1',
    '1e6',
    '1TB',
    '16MiBs',
    'constructor',
    '1toString',
    1.5,
    Infinity,
  ])('refuses %s', (size) => {
    expect(parseSize(size)).toBeUndefined();
  });

  it('refuses what is no exact number of bytes', () => {
    expect(parseSize('999999999999999GiB')).toBeUndefined();
  });
});

describe('formatSize', () => {
  it.each([
    [16 * 1024 * 1024, '16MiB'],
    [1_000_000_000, '1GB'],
    [1500, 1500],
    [0, 0],
  ])('writes %i', (bytes, size) => {
    expect(formatSize(bytes)).toBe(size);
  });

  it('writes what parseSize reads', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(1, 1000, 1024, 1024 ** 2), (count, unit) => {
        expect(parseSize(formatSize(count * unit))).toBe(count * unit);
      }),
    );
  });
});
