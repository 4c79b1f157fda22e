import { describe, expect, it } from 'vitest';
import {
  EvidencePool,
  emptyShelf,
  shownAt,
  witnessesSince,
} from '../../../src/sigma/correlation/evidence-pool.ts';
import type { Witness } from '../../../src/types.ts';

function witness(time: number): Witness {
  return { time, digest: `${time}`, partial: false, packed: '{}' };
}

function timesOf(witnesses: readonly Witness[]): number[] {
  return witnesses.map((one) => one.time);
}

describe('evidence pool', () => {
  it('keeps the latest ten of a group', () => {
    const pool = new EvidencePool(100);
    const shelf = emptyShelf();
    for (let time = 1; time <= 15; time++) pool.add(shelf, time, [witness(time)]);
    expect(timesOf(witnessesSince(shelf, 0))).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(timesOf(witnessesSince(shelf, 14))).toEqual([14, 15]);
  });

  it('keeps only the latest event of each value', () => {
    const pool = new EvidencePool(100);
    const shelf = emptyShelf();
    for (const [time, value] of ['a', 'b', 'a', 'a', 'c'].entries()) {
      pool.add(shelf, time, [witness(time)], value);
    }
    expect(timesOf(witnessesSince(shelf, 0))).toEqual([1, 3, 4]);
  });

  it('tells when the event was that shows a value', () => {
    const pool = new EvidencePool(100);
    const shelf = emptyShelf();
    expect(shownAt(shelf, 'a')).toBe(Number.NEGATIVE_INFINITY);
    for (const [time, value] of ['a', 'b', 'a'].entries()) {
      pool.add(shelf, time, [witness(time)], value);
    }
    expect(['a', 'b', 'c'].map((value) => shownAt(shelf, value))).toEqual([
      2,
      1,
      Number.NEGATIVE_INFINITY,
    ]);
  });

  it('keeps nothing of an older event of a value, however much showed it', () => {
    const pool = new EvidencePool(100);
    const shelf = emptyShelf();
    pool.add(shelf, 1, [witness(0), witness(1)], 'a');
    pool.add(shelf, 2, [witness(2)], 'a');
    expect(timesOf(witnessesSince(shelf, 0))).toEqual([2]);
  });

  it('keeps the latest ten different ones, where a correlation shows the same for several groups', () => {
    const pool = new EvidencePool(100);
    const shelf = emptyShelf();
    for (let time = 0; time < 10; time++) {
      pool.add(shelf, time, [witness(time), witness(time), witness(time)]);
    }
    expect(timesOf(witnessesSince(shelf, 0))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  it('stays small, however many values one event shows', () => {
    const pool = new EvidencePool(10_000);
    const shelf = emptyShelf();
    for (let value = 0; value < 1000; value++) pool.add(shelf, 1, [witness(1)], `v${value}`);
    expect(witnessesSince(shelf, 0).length).toBeLessThanOrEqual(100);
  });

  it('clears the shelf used least recently when there is no room', () => {
    const pool = new EvidencePool(12);
    const [old, young, last] = [emptyShelf(), emptyShelf(), emptyShelf()];
    for (let time = 0; time < 5; time++) pool.add(old, time, [witness(time)]);
    for (let time = 0; time < 5; time++) pool.add(young, time, [witness(time)]);
    pool.add(old, 5, [witness(5)]);
    for (let time = 0; time < 3; time++) pool.add(last, time, [witness(time)]);
    expect([old, young, last].map((shelf) => shelf.kept.length)).toEqual([6, 0, 3]);
    pool.add(young, 9, [witness(9)]);
    expect(timesOf(witnessesSince(young, 0))).toEqual([9]);
  });

  it('has room for one group whatever its bound, and takes cleared room back', () => {
    const pool = new EvidencePool(0);
    const [first, second] = [emptyShelf(), emptyShelf()];
    for (let time = 0; time < 20; time++) pool.add(first, time, [witness(time)]);
    expect(first.kept).toHaveLength(10);
    pool.clear(first);
    pool.clear(first);
    for (let time = 0; time < 20; time++) pool.add(second, time, [witness(time)]);
    expect([first.kept.length, second.kept.length]).toEqual([0, 10]);
  });
});
