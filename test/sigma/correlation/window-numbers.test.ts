import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/types.ts';
import { at, correlation, onVerb, run, secondsOf } from './builder.ts';

const rules = [onVerb('a')];
const fields = ['requestObject.size'];

function sized(...sizes: Json[]) {
  return sizes.map((size, i) => at(i, 'a', { requestObject: { size } }));
}

describe('value_sum', () => {
  const rule = correlation('value_sum', { rules, fields, bounds: { gt: 10 } });

  it('adds up numbers, also those written as text', () => {
    expect(secondsOf(run(rule, sized(5, '5', 1)))).toEqual([2]);
  });

  it('leaves out what is no number', () => {
    const [finding] = run(rule, sized('many', null, true, { size: 3 }, '0x100', '', 11));
    expect(finding).toMatchObject({
      count: 1,
      measured: 'a total requestObject.size of 11 over 1 event in 10s',
    });
  });

  it('is not blunted by huge numbers that have passed', () => {
    const records = [at(0, 'a', { requestObject: { size: -1e300 } })];
    for (let i = 0; i < 4; i++) records.push(at(11 + i, 'a', { requestObject: { size: 2.75 } }));
    expect(secondsOf(run(rule, records))).toEqual([14]);
  });
});

describe('value_avg', () => {
  it('is the mean of the numbers in the timespan', () => {
    const rule = correlation('value_avg', { rules, fields, bounds: { gte: 3 } });
    expect(secondsOf(run(rule, sized(1, 2, 'x', 5, 5)))).toEqual([4]);
  });

  it('can fall below a bound, and says so once the numbers above it have left', () => {
    const rule = correlation('value_avg', { rules, fields, bounds: { lt: 5 }, seconds: 2 });
    const records = [at(0, 'a', { requestObject: { size: 100 } }), ...sized(0, 1, 1, 1).slice(1)];
    expect(secondsOf(run(rule, records))).toEqual([3]);
  });
});

describe('value_percentile with a percentile', () => {
  it.each([
    [0, 10],
    [25, 10],
    [26, 20],
    [50, 20],
    [75, 30],
    [99, 40],
    [100, 40],
  ])('finds percentile %d of four numbers by nearest rank', (percentile, value) => {
    const rule = correlation('value_percentile', {
      rules,
      fields,
      percentile,
      bounds: { eq: value },
    });
    const [finding] = run(rule, sized(40, 20, 10, 30)).slice(-1);
    expect(finding?.measured).toContain(`${value} as percentile ${percentile}`);
  });

  it('tells when the median passes a bound', () => {
    const rule = correlation('value_percentile', {
      rules,
      fields,
      percentile: 50,
      bounds: { gte: 5 },
    });
    expect(secondsOf(run(rule, sized(1, 9, 9, 1, 1)))).toEqual([2]);
  });
});
