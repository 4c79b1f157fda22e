import { describe, expect, it } from 'vitest';
import type { Group } from '../../../src/sigma/correlation/group.ts';
import { createGroups } from '../../../src/sigma/correlation/groups.ts';
import { kindOf } from '../../../src/sigma/correlation/kinds.ts';
import { occurrence } from './any-occurrence.ts';
import { correlation, onVerb } from './builder.ts';

const [A] = [onVerb('a')];

function open(limit: number, type: 'event_count' | 'value_sum' = 'event_count') {
  const rule = correlation(type, { rules: [A], bounds: { gte: 5 }, fields: ['x'] });
  const left: string[] = [];
  const groups = createGroups({
    kind: kindOf(rule),
    timespan: 10,
    limit,
    onLeave: (group) => left.push(group.id),
  });
  const add = (id: string, time: number, value = '1'): Group => {
    const group = groups.enter(occurrence(id), time) as Group;
    group.window.insert({ time, value, steps: [] });
    groups.settle(group);
    group.seen = time;
    return group;
  };
  return { groups, add, left };
}

describe('correlation groups', () => {
  it('are told apart by id, and last until they are idle', () => {
    const { groups, add, left } = open(1000);
    const first = add('a', 0);
    expect(add('b', 5)).not.toBe(first);
    expect(add('a', 6)).toBe(first);
    groups.expire(5);
    expect(left).toEqual([]);
    groups.expire(6);
    expect(left).toEqual(['b']);
    expect(groups.evicted).toBe(0);
  });

  it('give up the one without an event for longest when they hold too much, and count it', () => {
    const { groups, add, left } = open(60);
    for (const [time, id] of ['a', 'b', 'c', 'a'].entries()) add(id, time);
    expect(left).toEqual([]);
    add('d', 5);
    expect(left).toEqual(['b']);
    expect(groups.evicted).toBe(1);
  });

  it('give up others before events of the one at hand, though it is the oldest', () => {
    const { groups, add, left } = open(54);
    add('a', 5);
    add('b', 6);
    const late = add('c', 4);
    add('c', 4);
    expect(left).toEqual([]);
    for (let i = 0; i < 12; i++) add('c', 4);
    expect([left, late.window.count, groups.evicted]).toEqual([['a'], 6, 1]);
  });

  it('are found again by who remembers their place, until they are gone', () => {
    const { groups, left } = open(1000);
    const remembering = occurrence('a');
    const group = groups.enter(remembering, 0);
    expect(groups.enter(remembering, 1)).toBe(group);
    groups.expire(5);
    expect(left).toEqual(['a']);
    expect(remembering.place?.group).toBeUndefined();
    expect(groups.enter(remembering, 6)).not.toBe(group);
  });

  it('always have room for what one condition needs', () => {
    const { groups, add, left } = open(0);
    for (let i = 0; i < 5; i++) expect(add('a', i).window.count).toBe(i + 1);
    expect([groups.evicted, left]).toEqual([0, []]);
    add('b', 6);
    expect(left).toEqual(['a']);
  });

  it('drop and count the oldest events of the only group when it alone holds too much', () => {
    const { groups, add } = open(36, 'value_sum');
    for (let i = 0; i < 15; i++) add('a', i);
    const { window } = add('a', 15);
    expect([window.count, window.first]).toEqual([10, 6]);
    expect(groups.evicted).toBe(6);
  });

  it("keep an event from far before a group's newest out of it", () => {
    const { add, groups } = open(1000);
    const group = add('a', 100);
    expect(add('a', 90)).toBe(group);
    expect(groups.enter(occurrence('a'), 79)).toBeUndefined();
    expect(groups.enter(occurrence('a'), 95)).toBe(group);
  });
});
