import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../../src/types.ts';
import { SECOND, TEN } from '../../pipeline/fixtures.ts';
import {
  at,
  by,
  correlation,
  detectorOf,
  findingsAsTheyCome,
  findingsOf,
  onVerb,
  run,
  secondsOf,
} from './builder.ts';

const A = onVerb('a');
const three = correlation('event_count', {
  rules: [A],
  bounds: { gte: 3 },
  groupBy: ['user.username'],
});

function every(seconds: readonly number[]): AuditRecord[] {
  return seconds.map((s) => at(s, 'a'));
}

describe('a correlation', () => {
  it('gives a finding when it comes to hold, and none while it goes on holding', () => {
    expect(secondsOf(run(three, every([0, 1, 2, 3, 4, 12, 13])))).toEqual([2]);
  });

  it('gives another finding once its events have left and it comes to hold again', () => {
    expect(secondsOf(run(three, every([0, 1, 2, 20, 21, 22])))).toEqual([2, 22]);
    expect(secondsOf(run(three, every([0, 1, 2, 11.5, 11.6])))).toEqual([2, 11.6]);
  });

  it('gives a finding when it holds because other events have left', () => {
    const few = correlation('event_count', { rules: [A], bounds: { lt: 3 } });
    expect(secondsOf(run(few, every([0, 1, 2, 20])))).toEqual([0, 20]);
  });

  it('shows the latest ten events, the one that made it hold among them', () => {
    const many = {
      ...three,
      condition: { ...three.condition, bounds: [{ operator: 'gte' as const, value: 30 }] },
    };
    const [finding] = run(many, every(Array.from({ length: 40 }, (_, i) => i / 10)));
    expect(finding?.count).toBe(30);
    expect(finding?.witnesses).toHaveLength(10);
    expect(finding?.witnesses.at(-1)?.time).toBe(finding?.time);
    expect(finding?.firstSeen).toBeLessThan(finding?.witnesses[0]?.time ?? 0);
  });

  it('shows a value by an event that is no more than an eighth of the timespan older than its latest', () => {
    const values = correlation('value_count', {
      rules: [A],
      fields: ['objectRef.name'],
      bounds: { gte: 3 },
      seconds: 80,
    });
    const shown = (...all: readonly (readonly [second: number, name: string])[]) => {
      const [finding] = run(
        values,
        all.map(([second, name]) => at(second, 'a', { objectRef: { name } })),
      );
      return finding?.witnesses.map(({ time }) => (time - TEN) / SECOND);
    };
    expect(shown([0, 'x'], [2, 'y'], [5, 'x'], [9, 'z'])).toEqual([0, 2, 9]);
    expect(shown([0, 'x'], [2, 'y'], [5, 'x'], [12, 'x'], [13, 'z'])).toEqual([2, 12, 13]);
  });

  it('counts an event that comes too late with the newest of its group', () => {
    const detector = detectorOf([three]);
    const findings = findingsAsTheyCome(detector, every([100, 101, 95]));
    expect(secondsOf(findings)).toEqual([95]);
    expect(findings[0]?.firstSeen).toBeLessThanOrEqual(findings[0]?.time ?? 0);
    expect(findings[0]?.lastSeen).toBeGreaterThanOrEqual(findings[0]?.time ?? 0);
  });

  it('leaves out an event older than the window, and keeps the window', () => {
    const [stray] = every([0]);
    const [first, second, third] = every([86_400, 86_401, 86_402]);
    const stream = [first, second, stray, third].flatMap((one) => one ?? []);
    expect(secondsOf(findingsAsTheyCome(detectorOf([three]), stream))).toEqual([86_402]);
  });

  it('forgets groups that are idle, so that names used once do not pile up', () => {
    const detector = detectorOf([three], 20 * 100);
    const records = Array.from({ length: 5000 }, (_, i) => by(`user-${i}`, i / 8, 'a'));
    expect(findingsOf(detector, records, 0)).toEqual([]);
    expect(detector.evicted).toBe(0);
  });

  it('gives up the group touched least recently when there is no room, and counts it', () => {
    const detector = detectorOf([three], 20 * 3);
    const names = ['ann', 'a', 'b', 'ann', 'c', 'd', 'ann'];
    const findings = findingsOf(
      detector,
      names.map((name, i) => by(name, i, 'a')),
      0,
    );
    expect(findings.map((finding) => finding.key)).toEqual([['ann']]);
    expect(detector.evicted).toBe(2);
  });

  it('can hold however little room it is given', () => {
    expect(findingsOf(detectorOf([three], 1), every([0, 1, 2]), 0)).toHaveLength(1);
  });

  it('does not change anything when it takes', () => {
    const detector = detectorOf([three]);
    const records = every([0, 1, 2]);
    for (const one of [...records, ...records]) detector.takes(one);
    expect(findingsOf(detector, records)).toHaveLength(1);
  });
});
