import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { count, duration, level, path, secret, size, someTime } from '../../src/config/fields.ts';
import { Secret } from '../../src/config/secret.ts';

/** What a field says of a value: its message, or that it takes it. */
const complaint = (field: z.ZodType, value: unknown) =>
  field.safeParse(value).error?.issues[0]?.message ?? 'fine';

describe('fields', () => {
  it('reads durations and writes them back', () => {
    expect(duration.parse('90s')).toBe(90_000_000);
    expect(z.encode(duration, 3_600_000_000)).toBe('1h');
    expect(complaint(duration, '0s')).toBe('fine');
    expect(complaint(duration, 60)).toMatch(/^must be a duration such as/);
    expect(complaint(duration, '1.5h')).toMatch(/^must be a duration such as/);
  });

  it('tells a duration from nothing', () => {
    expect(complaint(someTime, '00m')).toMatch(/longer than nothing$/);
    expect(someTime.parse('01m')).toBe(60_000_000);
  });

  it('reads sizes within bounds and writes them back', () => {
    const field = size(1024, 1024 ** 2);
    expect(field.parse('64KiB')).toBe(65_536);
    expect(field.parse(2048)).toBe(2048);
    expect(z.encode(field, 65_536)).toBe('64KiB');
    expect(complaint(field, '2MiB')).toBe('must be between 1KiB and 1MiB');
    expect(complaint(field, 10)).toBe('must be between 1KiB and 1MiB');
    expect(complaint(field, 'big')).toMatch(/^must be a size such as/);
    expect(complaint(field, true)).toMatch(/^must be a size such as/);
  });

  it('takes a secret by reference only', () => {
    const field = secret();
    expect(field.parse('env:SLACK_URL')).toBeInstanceOf(Secret);
    expect(z.encode(field, new Secret('file:hook'))).toBe('file:hook');
    for (const value of ['https://hooks.slack.com/services/T/B/x', 'env:', 'env:A B', 'file:', 7]) {
      expect(complaint(field, value)).toMatch(/^must say where the secret is kept/);
    }
  });

  it('takes levels, counts and paths', () => {
    expect(complaint(level, 'high')).toBe('fine');
    expect(complaint(level, 'severe')).not.toBe('fine');
    expect(complaint(count, 1)).toBe('fine');
    expect(complaint(count, 0)).not.toBe('fine');
    expect(complaint(count, 1.5)).not.toBe('fine');
    expect(complaint(path, '')).not.toBe('fine');
  });
});
