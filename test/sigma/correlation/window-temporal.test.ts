import { describe, expect, it } from 'vitest';
import { at, by, correlation, onVerb, run, secondsOf } from './builder.ts';

const [A, B, C] = [onVerb('a'), onVerb('b'), onVerb('c')];
const rules = [A, B, C];

function verbs(...sequence: string[]) {
  return sequence.map((verb, i) => at(i, verb));
}

describe('temporal', () => {
  const all = correlation('temporal', { rules, groupBy: ['user.username'] });

  it('holds when events of all rules lie within the timespan, in any order', () => {
    expect(secondsOf(run(all, verbs('c', 'a', 'a', 'b', 'c')))).toEqual([3]);
    expect(run(all, [at(0, 'c'), at(5, 'a'), at(10.1, 'b')])).toEqual([]);
    expect(run(all, [by('ann', 0, 'a'), by('ben', 1, 'b'), by('ann', 2, 'c')])).toEqual([]);
  });

  it('shows the latest event of each rule', () => {
    const [finding] = run(all, verbs('a', 'a', 'c', 'b'));
    expect(finding).toMatchObject({ count: 3, measured: '3 of 3 rules in 10s' });
    expect(finding?.firstSeen).toBe(finding?.witnesses[0]?.time);
    expect(finding?.witnesses.map((witness) => witness.time - (finding?.time ?? 0))).toEqual([
      -2_000_000, -1_000_000, 0,
    ]);
  });

  it('lets one event be an event of several rules', () => {
    const [finding] = run(all, verbs('ab', 'c'));
    expect(finding).toMatchObject({ count: 2, measured: '3 of 3 rules in 10s' });
  });

  it('is content with fewer rules where the bounds are', () => {
    const two = correlation('temporal', { rules, bounds: { gte: 2 } });
    expect(secondsOf(run(two, verbs('c', 'c', 'a')))).toEqual([2]);
  });
});

describe('temporal_ordered', () => {
  const all = correlation('temporal_ordered', { rules });

  it.each([
    [['a', 'b', 'c'], [2]],
    [['a', 'x', 'b', 'a', 'c', 'c'], [4]],
    [['c', 'b', 'a'], []],
    [['a', 'c', 'b'], []],
    [['b', 'a', 'b', 'c'], [3]],
    [['abc', 'abc'], []],
    [['abc', 'abc', 'abc'], [2]],
    [['ab', 'bc', 'c'], [2]],
  ])('finds the rules in their order, an event for each, in %j', (sequence, seconds) => {
    expect(secondsOf(run(all, verbs(...sequence)))).toEqual(seconds);
  });

  it('wants the whole chain within the timespan', () => {
    expect(run(all, [at(0, 'a'), at(5, 'b'), at(10, 'c')])).toHaveLength(1);
    expect(run(all, [at(0, 'a'), at(5, 'b'), at(10.1, 'c')])).toEqual([]);
    expect(run(all, [at(0, 'a'), at(3, 'a'), at(5, 'b'), at(10.1, 'c')])).toHaveLength(1);
    expect(run(all, [at(0, 'a'), at(3, 'b'), at(5, 'a'), at(10.1, 'c')])).toEqual([]);
  });

  it('shows the chain that starts latest', () => {
    const [finding] = run(all, verbs('a', 'a', 'b', 'b', 'a', 'c'));
    const before = finding?.witnesses.map((witness) => (finding.time - witness.time) / 1_000_000);
    expect(before).toEqual([4, 2, 0]);
    expect(finding).toMatchObject({ count: 3, measured: '3 of 3 rules in order in 10s' });
  });

  it('is content with the first rules where the bounds are', () => {
    const two = correlation('temporal_ordered', { rules, bounds: { gte: 2 } });
    expect(secondsOf(run(two, verbs('b', 'c', 'a', 'c', 'b')))).toEqual([4]);
  });

  it('has nothing to count before the first rule', () => {
    const few = correlation('temporal_ordered', { rules, bounds: { lt: 2 } });
    expect(secondsOf(run(few, verbs('b', 'c', 'a')))).toEqual([2]);
  });

  it('takes events of one instant in the order of their digests', () => {
    const pair = correlation('temporal_ordered', { rules: [A, B] });
    const [a, b] = [at(0, 'a'), at(0, 'b')];
    expect(run(pair, [a, b])).toHaveLength(a.digest < b.digest ? 1 : 0);
    expect(run(pair, [b, a])).toEqual(run(pair, [a, b]));
  });

  it('does not slow down with the number of chains there are', () => {
    const ten = correlation('temporal_ordered', {
      rules: Array.from({ length: 10 }, () => A),
      seconds: 3600,
    });
    const records = Array.from({ length: 3000 }, (_, i) => at(i / 10, 'a'));
    expect(secondsOf(run(ten, records))).toEqual([0.9]);
  });
});
