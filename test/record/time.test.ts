import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, formatTime, parseDuration, parseTime } from '../../src/record/time.ts';

describe('time', () => {
  it('reads and writes microseconds exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000_000 }), (time) => {
        expect(parseTime(formatTime(time))).toBe(time);
      }),
    );
  });

  it('reads whole seconds, nanoseconds and offsets', () => {
    const noon = 1_795_608_000_000_000;
    expect(parseTime('2026-11-25T12:00:00Z')).toBe(noon);
    expect(parseTime('2026-11-25T12:00:00.000001999Z')).toBe(noon + 1);
    expect(parseTime('2026-11-25T14:00:00+02:00')).toBe(noon);
  });

  it.each([
    undefined,
    null,
    5,
    '',
    'yesterday',
    '2026-13-01T00:00:00Z',
    '9999-12-31T23:59:59-23:59',
    '0000-01-01T00:00:00+01:00',
    '2026-11-25',
    '9'.repeat(99),
  ])('takes %j for no time', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  it('reads and writes durations', () => {
    expect(parseDuration('90m')).toBe(5_400_000_000);
    expect(parseDuration('5')).toBeUndefined();
    expect(formatDuration(5_400_000_000)).toBe('90m');
    expect(formatDuration(86_400_000_000)).toBe('1d');
    expect(formatDuration(45_000_000)).toBe('45s');
  });
});
