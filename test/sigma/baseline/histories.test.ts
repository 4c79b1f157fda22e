import { describe, expect, it } from 'vitest';
import { Histories } from '../../../src/sigma/baseline/histories.ts';
import { combinationIdOf, groupIdOf, type Sought } from '../../../src/sigma/baseline/sought.ts';

function sought(group: string, value: string): Sought {
  return { id: combinationIdOf([group], [value]), met: undefined };
}

/** Histories that remember for 320, noted in steps of 10. */
function open(perGroup = 100) {
  let forgotten = 0;
  const onForget = () => {
    forgotten++;
  };
  const histories = new Histories({ expiry: 320, perGroup, onForget });
  const see = (group: string, value: string, time: number) => {
    const one = sought(group, value);
    return { age: histories.see(one, time), met: one.met };
  };
  const known = (group: string, value: string) =>
    histories.saved(sought(group, value).id) as number | undefined;
  return { histories, see, known, forgotten: () => forgotten };
}

describe('histories', () => {
  it('note in steps that something was seen', () => {
    const { see, known } = open();
    const ages = [0, 9, 10, 15, 20].map((time) => [see('a', 'x', time).age, known('a', 'x')]);
    expect(ages).toEqual([
      [0, 0],
      [undefined, 0],
      [undefined, 10],
      [undefined, 10],
      [undefined, 20],
    ]);
  });

  it('take no notice of how late an event of something known comes', () => {
    const { see, known } = open();
    see('a', 'x', 1000);
    expect(see('a', 'x', 5).age).toBeUndefined();
    expect(known('a', 'x')).toBe(1000);
    expect(see('a', 'y', 5).age).toBe(-995);
  });

  it('give up what was noted least recently', () => {
    const { histories, see, known } = open();
    for (const [value, time] of [
      ['x', 0],
      ['y', 1],
      ['x', 10],
      ['z', 11],
    ] as const)
      see('a', value, time);
    expect(histories.oldest).toBe(1 + histories.step);
    expect(histories.giveUp()).toBe(1);
    expect(['x', 'y', 'z'].map((value) => known('a', value))).toEqual([10, undefined, 11]);
  });

  it('give up histories after all that was seen in them', () => {
    const { histories, see } = open();
    see('a', 'x', 0);
    see('b', 'x', 5);
    see('a', 'x', 10);
    const sizes = Array.from({ length: 5 }, () => [histories.giveUp(), histories.size]);
    expect(sizes).toEqual([
      [1, 3],
      [1, 2],
      [1, 1],
      [1, 0],
      [0, 0],
    ]);
    expect(histories.oldest).toBe(Number.POSITIVE_INFINITY);
  });

  it('forget, in a history that has too much, what was noted least recently in it', () => {
    const { histories, see, known } = open(2);
    see('b', 'x', 0);
    for (const [value, time] of [
      ['x', 1],
      ['y', 2],
      ['x', 12],
      ['z', 13],
    ] as const)
      see('a', value, time);
    expect(['x', 'y', 'z'].map((value) => known('a', value))).toEqual([12, undefined, 13]);
    expect([known('b', 'x'), histories.crowdedOut]).toEqual([0, 1]);
  });

  it('let those who met a combination know that it is forgotten', () => {
    const { see, forgotten } = open();
    const { met } = see('a', 'x', 0);
    see('a', 'y', 330);
    expect([met?.last, forgotten()]).toEqual([0, 0]);
    see('a', 'z', 331);
    expect([met?.last, forgotten()]).toEqual([Number.NEGATIVE_INFINITY, 1]);
  });

  it('take back what they gave, and pass over what has no history', () => {
    const { histories, see } = open();
    for (const [group, value, time] of [
      ['a', 'x', 0],
      ['b', 'x', 3],
      ['a', 'y', 12],
    ] as const)
      see(group, value, time);
    const ids = ['a', 'b'].flatMap((group) => [groupIdOf([group]), sought(group, 'x').id]);
    const entries = ids.map((key) => ({ key, value: histories.saved(key) ?? null }));
    const other = open().histories;
    other.load([...entries, { key: combinationIdOf(['c'], ['x']), value: 5 }]);
    expect(other.size).toBe(4);
    expect(ids.map((key) => other.saved(key))).toEqual([[0, 12], 0, [3, 3], 3]);
  });

  it('are empty once they forget everything', () => {
    const { histories, see, forgotten } = open();
    see('a', 'x', 0);
    see('b', 'x', 0);
    histories.clear();
    expect([histories.size, forgotten()]).toEqual([0, 2]);
    expect(see('a', 'x', 500).age).toBe(0);
  });
});
