import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TIME_PARTS } from '../../../src/sigma/values/time-part.ts';

describe('time part', () => {
  test('reads every part of what toISOString writes', () => {
    const dates = fc.date({
      min: new Date('0000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        const text = date.toISOString();
        expect(TIME_PARTS.year.read(text)).toBe(date.getUTCFullYear());
        expect(TIME_PARTS.month.read(text)).toBe(date.getUTCMonth() + 1);
        expect(TIME_PARTS.day.read(text)).toBe(date.getUTCDate());
        expect(TIME_PARTS.hour.read(text)).toBe(date.getUTCHours());
        expect(TIME_PARTS.minute.read(text)).toBe(date.getUTCMinutes());
      }),
    );
  });

  test('reads the digits, not the point in time', () => {
    expect(TIME_PARTS.hour.read('2026-11-20T23:00:00+09:00')).toBe(23);
    expect(TIME_PARTS.day.read('2026-11-20T23:00:00-09:00')).toBe(20);
  });

  test('has none in anything else', () => {
    for (const text of [
      '',
      '2026',
      '2026-11-20T',
      '2026-11-20T10',
      `2026-11-20${' '.repeat(1e6)}`,
    ]) {
      expect(TIME_PARTS.year.read(text)).toBeUndefined();
    }
    expect(TIME_PARTS.year.read(2026)).toBeUndefined();
    expect(TIME_PARTS.hour.read('2026-11-20')).toBeUndefined();
  });
});
