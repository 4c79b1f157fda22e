import { describe, expect, it } from 'vitest';
import { at, by, correlation, detectorOf, findingsOf, onVerb, secondsOf } from './builder.ts';

const [FAIL, LOGIN] = [onVerb('fail'), onVerb('login')];

/** Five failures of a user within a minute. */
const many = correlation('event_count', {
  name: 'many',
  rules: [FAIL],
  groupBy: ['user.username'],
  seconds: 60,
  bounds: { gte: 5 },
  alerts: false,
});

function failures(from: number, count: number) {
  return Array.from({ length: count }, (_, i) => by('ann', from + i, 'fail'));
}

describe('correlations of correlations', () => {
  const broken = correlation('temporal_ordered', {
    name: 'broken',
    rules: [many, LOGIN],
    groupBy: ['user.username'],
    seconds: 60,
  });

  it('take the event that makes the inner one hold, with its fields', () => {
    const findings = findingsOf(detectorOf([broken]), [...failures(0, 5), by('ann', 9, 'login')]);
    expect(findings).toMatchObject([{ key: ['ann'], rule: { name: 'broken' }, count: 6 }]);
    expect(findings[0]?.witnesses).toHaveLength(6);
    expect(findingsOf(detectorOf([broken]), [...failures(0, 5), by('ben', 9, 'login')])).toEqual(
      [],
    );
    expect(findingsOf(detectorOf([broken]), [...failures(0, 4), by('ann', 9, 'login')])).toEqual(
      [],
    );
  });

  it('see an inner one that has held for long, when they are temporal', () => {
    const records = [...failures(0, 300), by('ann', 310, 'login')];
    expect(secondsOf(findingsOf(detectorOf([broken]), records))).toEqual([310]);
  });

  it('count how often an inner one came to hold, when they count', () => {
    const bursts = correlation('event_count', {
      name: 'bursts',
      rules: [many],
      seconds: 3600,
      bounds: { gte: 2 },
    });
    expect(findingsOf(detectorOf([bursts]), failures(0, 300))).toEqual([]);
    const twice = [...failures(0, 20), ...failures(200, 20)];
    expect(secondsOf(findingsOf(detectorOf([bursts]), twice))).toEqual([204]);
  });

  it('raise findings of their own only where they alert', () => {
    const loud = { ...many, alerts: true };
    const over = correlation('temporal', { name: 'over', rules: [loud] });
    const detector = detectorOf([over, loud]);
    expect(detector.rules.map((rule) => rule.name)).toEqual(['many', 'over']);
    expect(findingsOf(detector, failures(0, 5)).map((finding) => finding.rule.name)).toEqual([
      'many',
      'over',
    ]);
    expect(detectorOf([broken, many]).rules.map((rule) => rule.name)).toEqual(['broken']);
  });

  it('take nothing of records that no base rule matches', () => {
    expect(detectorOf([broken]).takes(at(0, 'get'))).toBeUndefined();
  });
});
