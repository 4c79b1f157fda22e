import { describe, expect, it } from 'vitest';
import {
  EventCountWindow,
  ValueCountWindow,
} from '../../../src/sigma/correlation/window-counts.ts';
import { at, by, correlation, onVerb, run, secondsOf } from './builder.ts';

const [A, B] = [onVerb('a'), onVerb('b')];
const NAME = 'objectRef.name';

function named(name: string | undefined, seconds: number) {
  return at(seconds, 'a', { objectRef: name === undefined ? {} : { name } });
}

describe('event_count', () => {
  const rule = correlation('event_count', {
    rules: [A],
    bounds: { gte: 3 },
    groupBy: ['user.username'],
  });

  it('holds when enough events lie within the timespan, both ends included', () => {
    expect(
      secondsOf(
        run(
          rule,
          [0, 5, 10].map((s) => at(s, 'a')),
        ),
      ),
    ).toEqual([10]);
    expect(
      secondsOf(
        run(
          rule,
          [0, 5, 10.000001].map((s) => at(s, 'a')),
        ),
      ),
    ).toEqual([]);
  });

  it('says what it counted, for whom, when, and shows it', () => {
    const [finding] = run(
      rule,
      [0, 1, 2].map((s) => by('ann', s, 'a')),
    );
    expect(finding).toMatchObject({ key: ['ann'], count: 3, measured: '3 events in 10s' });
    expect(finding?.witnesses.map((witness) => witness.time)).toEqual([
      finding?.firstSeen,
      (finding?.time ?? 0) - 1_000_000,
      finding?.lastSeen,
    ]);
  });

  it('counts an event that matches several of its rules once', () => {
    const either = correlation('event_count', { rules: [A, B], bounds: { gte: 3 } });
    expect(run(either, [at(0, 'ab'), at(1, 'ab')])).toEqual([]);
    expect(run(either, [at(0, 'ab'), at(1, 'a'), at(2, 'b')])).toHaveLength(1);
  });

  it('counts by group, with one group for those that lack the field', () => {
    const records = ['ann', 'ben', 'ann', 'ben'].map((name, i) => by(name, i, 'a'));
    expect(run(rule, records)).toEqual([]);
    const nobody = [0, 1, 2].map((s) => at(s, 'a', { user: {} }));
    expect(run(rule, nobody).map((finding) => finding.key)).toEqual([[null]]);
  });

  it('knows ranges', () => {
    const range = correlation('event_count', { rules: [A], bounds: { gt: 1, lte: 3 }, seconds: 5 });
    expect(
      secondsOf(
        run(
          range,
          [0, 1, 2, 3, 7, 7.5].map((s) => at(s, 'a')),
        ),
      ),
    ).toEqual([1, 7]);
  });

  it('shows no event from before a long window', () => {
    const long = correlation('event_count', { rules: [A], bounds: { gte: 3 }, seconds: 640 });
    const [finding] = run(
      long,
      [0, 300, 645, 650].map((s) => at(s, 'a')),
    );
    expect(finding?.count).toBe(3);
    expect(finding?.witnesses).toHaveLength(3);
  });

  it('keeps no more times than the condition can tell apart', () => {
    const window = new EventCountWindow(4);
    for (let time = 0; time < 100; time++) window.insert({ time, value: '', steps: [] });
    expect([window.weight, window.measure(), window.first]).toEqual([4, 4, 96]);
  });
});

describe('value_count', () => {
  const rule = correlation('value_count', { rules: [A], bounds: { gte: 3 }, fields: [NAME] });

  it('counts different values, not events', () => {
    expect(
      run(
        rule,
        ['x', 'y', 'x', 'y'].map((name, i) => named(name, i)),
      ),
    ).toEqual([]);
    const [finding] = run(
      rule,
      ['x', 'y', 'x', 'z'].map((name, i) => named(name, i)),
    );
    expect(finding).toMatchObject({ count: 3, measured: '3 different objectRef.name in 10s' });
  });

  it('shows an event of each value', () => {
    const noise = Array.from({ length: 20 }, (_, i) => named('y', 1 + i / 10));
    const [finding] = run(rule, [named('x', 0), ...noise, named('z', 4)]);
    expect(finding?.witnesses).toHaveLength(3);
  });

  it('shows a value that comes over and over by an event near its latest, in long windows', () => {
    const long = correlation('value_count', {
      rules: [A],
      bounds: { gte: 2 },
      fields: [NAME],
      seconds: 640,
    });
    const often = Array.from({ length: 630 }, (_, i) => named('x', i));
    const [finding] = run(long, [...often, named('y', 700)]);
    const [x, y] = finding?.witnesses.map((witness) => finding.time - witness.time) ?? [];
    expect(y).toBe(0);
    expect(x).toBeLessThan(151_000_000);
    expect(finding?.count).toBe(2);
  });

  it('leaves out events without the field', () => {
    expect(
      run(
        rule,
        ['x', undefined, 'y'].map((name, i) => named(name, i)),
      ),
    ).toEqual([]);
  });

  it('counts several fields as tuples', () => {
    const tuples = correlation('value_count', {
      rules: [A],
      bounds: { gte: 3 },
      fields: ['verb', NAME],
    });
    const records = [named('x', 0), named(undefined, 1), at(2, 'ab', { objectRef: { name: 'x' } })];
    expect(secondsOf(run(tuples, records))).toEqual([2]);
  });

  it('forgets values whose latest event is too old', () => {
    const records = [named('x', 0), named('y', 5), named('x', 6), named('z', 16)];
    expect(run(rule, records)).toEqual([]);
    expect(secondsOf(run(rule, [...records, named('y', 16)]))).toEqual([16]);
  });

  it('keeps no more values than the condition can tell apart', () => {
    const window = new ValueCountWindow(4);
    for (let time = 0; time < 100; time++) window.insert({ time, value: `${time}`, steps: [] });
    expect([window.count, window.first]).toEqual([4, 96]);
  });
});
