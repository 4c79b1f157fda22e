import { describe, expect, it } from 'vitest';
import { shareOccurrences } from '../../../src/sigma/correlation/occurrences.ts';
import { occurrence } from './any-occurrence.ts';
import { at, correlation, onVerb, run, secondsOf } from './builder.ts';

const [A, B] = [onVerb('a'), onVerb('b')];

describe('correlation groups and aliases', () => {
  it('reads an alias where the rule that matched has it', () => {
    const rule = correlation('temporal', {
      rules: [A, B],
      groupBy: [['pod', 'objectRef.name', 'user.username']],
    });
    const created = at(0, 'a', { objectRef: { name: 'ann' }, user: { username: 'ben' } });
    const used = at(1, 'b', { objectRef: { name: 'ben' }, user: { username: 'ann' } });
    expect(run(rule, [created, used]).map((finding) => finding.key)).toEqual([['ann']]);
    const swapped = at(1, 'b', { objectRef: { name: 'ann' }, user: { username: 'ben' } });
    expect(run(rule, [created, swapped])).toEqual([]);
  });

  it('puts an event into each group that one of its rules gives', () => {
    const rule = correlation('event_count', {
      rules: [A, B],
      groupBy: [['who', 'objectRef.name', 'user.username']],
      bounds: { gte: 2 },
    });
    const both = (s: number) => at(s, 'ab', { objectRef: { name: 'x' }, user: { username: 'y' } });
    expect(run(rule, [both(0), both(1)]).map((finding) => finding.key)).toEqual([['x'], ['y']]);
  });

  it('takes the value from the first rule that has one', () => {
    const rule = correlation('value_count', {
      rules: [A, B],
      fields: [['what', 'objectRef.name', 'user.username']],
      bounds: { gte: 2 },
    });
    const records = [
      at(0, 'ab', { objectRef: { name: 'x' }, user: { username: 'y' } }),
      at(1, 'a', { objectRef: {}, user: { username: 'z' } }),
      at(2, 'ab', { objectRef: {}, user: { username: 'z' } }),
    ];
    expect(secondsOf(run(rule, records))).toEqual([2]);
  });

  it('groups by all fields together, and by the last of several values', () => {
    const rule = correlation('event_count', {
      rules: [A],
      groupBy: ['user.username', 'sourceIPs'],
      bounds: { gte: 2 },
    });
    const from = (s: number, ...sourceIPs: string[]) => at(s, 'a', { sourceIPs });
    expect(run(rule, [from(0, '1.1.1.1', '2.2.2.2'), from(1, '2.2.2.2', '1.1.1.1')])).toEqual([]);
    const [finding] = run(rule, [from(0, '6.6.6.6', '2.2.2.2'), from(1, '7.7.7.7', '2.2.2.2')]);
    expect(finding?.key).toEqual(['system:serviceaccount:prod:app', '2.2.2.2']);
  });

  it('never takes different keys for one', () => {
    const rule = correlation('event_count', {
      rules: [A],
      groupBy: ['objectRef.name', 'objectRef.namespace'],
      bounds: { gte: 2 },
    });
    const keys = [
      { name: 'a","b', namespace: 'c' },
      { name: 'a', namespace: 'b","c' },
      { name: '', namespace: 'null' },
      { name: '' },
      { namespace: '' },
      {},
    ];
    expect(
      run(
        rule,
        keys.map((objectRef, i) => at(i, 'a', { objectRef })),
      ),
    ).toEqual([]);
  });

  it('takes a number and its text for the same key', () => {
    const rule = correlation('event_count', { rules: [A], groupBy: ['x'], bounds: { gte: 2 } });
    expect(run(rule, [at(0, 'a', { x: 1 }), at(1, 'a', { x: '1' })])).toMatchObject([
      { key: ['1'] },
    ]);
  });
});

describe('shared occurrences', () => {
  it('are one for the same group, value and rule only', () => {
    const share = shareOccurrences();
    const first = occurrence('a', 'x');
    expect(share([first])[0]).toBe(first);
    expect(share([occurrence('a', 'x')])[0]).toBe(first);
    for (const other of [occurrence('b', 'x'), occurrence('a', 'y'), occurrence('a', 'x', 1)]) {
      expect(share([other])[0]).toBe(other);
    }
    expect(share([])).toEqual([]);
  });

  it('are few of one group: who comes with ever-new values has each made anew', () => {
    const share = shareOccurrences();
    const all = Array.from({ length: 20 }, (_, value) => occurrence('a', String(value)));
    const first = all.map((each) => share([each])[0]);
    const again = all.map(({ value }) => share([occurrence('a', value)])[0]);
    expect(again.filter((each, index) => each === first[index])).toHaveLength(8);
  });

  it('are made anew after very many others', () => {
    const share = shareOccurrences();
    const [first] = share([occurrence('a')]);
    for (let index = 0; index < 40_000; index++) share([occurrence(`b${index}`)]);
    expect(share([occurrence('a')])[0]).not.toBe(first);
  });
});
