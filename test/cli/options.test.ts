import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addReadingFlags, parseUntil, parseWhen } from '../../src/cli/options.ts';
import { parseTime } from '../../src/record/time.ts';

describe('a time on the command line', () => {
  it.each([
    ['2026-11-20', '2026-11-20T00:00:00Z'],
    ['2026-11-20T10:00', '2026-11-20T10:00:00Z'],
    ['2026-11-20 10:00:05', '2026-11-20T10:00:05Z'],
    ['2026-11-20T10:00:00+02:00', '2026-11-20T08:00:00Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseWhen(text)).toBe(parseTime(expected));
  });

  it('may be how long ago', () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    expect(parseWhen('36h', now)).toBe(parseTime('2026-11-19T00:00:00Z'));
  });

  it('means all of a day at the end of a range', () => {
    expect(parseUntil('2026-11-20')).toBe((parseTime('2026-11-21T00:00:00Z') ?? 0) - 1);
    expect(parseUntil('2026-11-20T10:00')).toBe(parseTime('2026-11-20T10:00:00Z'));
  });

  it.each(['', 'yesterday', '2026-13-01', '2026-02-30', '20.11.2026'])('%j is refused', (text) => {
    expect(() => parseWhen(text)).toThrow('such as');
  });
});

describe('a number of threads', () => {
  const jobs = (text: string): unknown =>
    addReadingFlags(new Command().exitOverride().configureOutput({ writeErr: () => {} }), 'all is')
      .parse(['--jobs', text], { from: 'user' })
      .opts().jobs;

  it('is from 1 to 64', () => {
    expect(['1', '64'].map(jobs)).toEqual([1, 64]);
  });

  it.each(['0', '65', '999', '-1', '2.5', 'all'])('%j is refused', (text) => {
    expect(() => jobs(text)).toThrow('Write a number from 1 to 64.');
  });
});
