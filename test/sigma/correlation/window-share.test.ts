import { describe, expect, it } from 'vitest';
import { at, correlation, onVerb, run, secondsOf } from './builder.ts';

const rules = [onVerb('a')];

function named(...names: (string | null)[]) {
  return names.map((name, i) => at(i, 'a', { objectRef: { name } }));
}

describe('value_percentile without a percentile', () => {
  const rare = correlation('value_percentile', {
    rules,
    fields: ['objectRef.name'],
    bounds: { lte: 25 },
    seconds: 100,
  });

  it('finds an event whose value is rare among the events', () => {
    const [finding, ...others] = run(rare, named('x', 'x', 'x', 'y', 'x'));
    expect(others).toEqual([]);
    expect(secondsOf(finding === undefined ? [] : [finding])).toEqual([3]);
    expect(finding).toMatchObject({
      count: 4,
      measured: 'the same objectRef.name in 25% of 4 events in 100s',
    });
  });

  it('finds each rare value by itself', () => {
    expect(secondsOf(run(rare, named('x', 'x', 'x', 'y', 'z', 'w')))).toEqual([3, 4, 5]);
  });

  it('finds a value once while it stays rare', () => {
    expect(secondsOf(run(rare, named('x', 'x', 'x', 'x', 'x', 'x', 'x', 'y', 'y')))).toEqual([7]);
  });

  it('leaves out events without the field', () => {
    expect(run(rare, named('x', null, null, null, 'y'))).toEqual([]);
  });

  it('forgets what has left the timespan', () => {
    const brief = { ...rare, timespan: 2_000_000 };
    expect(run(brief, named('x', 'x', 'x', 'x', 'y'))).toEqual([]);
  });

  it('finds a value that becomes common', () => {
    const common = correlation('value_percentile', {
      rules,
      fields: ['objectRef.name'],
      bounds: { gt: 50 },
    });
    expect(secondsOf(run(common, named('x', 'y', 'y', 'y')))).toEqual([0, 2]);
  });
});
