import { describe, expect, it } from 'vitest';
import { measuredText } from '../../../src/sigma/correlation/measured.ts';
import type { CorrelationType } from '../../../src/sigma/rule-set.ts';
import { correlation, type Draft, onVerb } from './builder.ts';

const rules = [onVerb('a'), onVerb('b'), onVerb('c')];

describe('measured text', () => {
  it.each<[CorrelationType, Partial<Draft>, number, number, string]>([
    ['event_count', {}, 31_204, 31_204, '31,204 events in 5m'],
    ['event_count', { seconds: 90 }, 1, 1, '1 event in 90s'],
    ['value_count', { fields: ['objectRef.name'] }, 12, 12, '12 different objectRef.name in 5m'],
    ['value_count', { fields: ['a', 'b'] }, 2, 2, '2 different a and b in 5m'],
    ['temporal', {}, 2, 2, '2 of 3 rules in 5m'],
    ['temporal_ordered', {}, 3, 3, '3 of 3 rules in order in 5m'],
    [
      'value_sum',
      { fields: ['size'] },
      1234.5678,
      9,
      'a total size of 1,234.57 over 9 events in 5m',
    ],
    ['value_avg', { fields: ['size'] }, 0.5, 9, 'an average size of 0.5 over 9 events in 5m'],
    [
      'value_percentile',
      { fields: ['size'], percentile: 95 },
      7,
      9,
      '7 as percentile 95 of size over 9 events in 5m',
    ],
    [
      'value_percentile',
      { fields: ['verb'] },
      0.5,
      200,
      'the same verb in 0.5% of 200 events in 5m',
    ],
  ])('of %s with %j', (type, draft, amount, count, text) => {
    const rule = correlation(type, { rules, seconds: 300, ...draft });
    expect(measuredText(rule, amount, count)).toBe(text);
  });
});
