import { describe, expect, it } from 'vitest';
import { newTally, Tallies } from '../../src/accounts/tally.ts';

describe('tallies by name', () => {
  it('count, with the first and the last time, the most frequent first', () => {
    const tallies = new Tallies(10, newTally);
    const room = { left: 10, dropped: 0 };
    for (const [name, time] of [
      ['a', 5],
      ['b', 3],
      ['b', 9],
      ['b', 0],
    ] as const)
      tallies.add(name, time, room);
    expect(tallies.sorted()).toEqual([
      ['b', { count: 3, first: 3, last: 9 }],
      ['a', { count: 1, first: 5, last: 5 }],
    ]);
  });

  it('are bounded by their own number and by the room that all share', () => {
    const room = { left: 3, dropped: 0 };
    const [one, other] = [new Tallies(2, newTally), new Tallies(2, newTally)];
    for (const name of ['a', 'b', 'c', 'a']) one.add(name, 1, room);
    for (const name of ['a', 'b']) other.add(name, 1, room);
    expect([one.size, one.dropped, other.size, other.dropped]).toEqual([2, 1, 1, 1]);
    expect([one.get('a')?.count, room]).toEqual([2, { left: 0, dropped: 2 }]);
  });
});
