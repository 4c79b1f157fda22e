import { describe, expect, it } from 'vitest';
import { inRounds } from '../../../bench/measure/rounds.ts';

const USAGE = { wall: 1, cpu: 1, peak: 1 };

/** Things to measure that write down when they were. */
function recorded(names: string, failing = '') {
  const order: string[] = [];
  const all = names.split('').map((name) => ({
    measure: async () => {
      order.push(name);
      if (name === failing) throw new Error(`${name} is ill`);
      return USAGE;
    },
  }));
  return { order, all };
}

describe('rounds', () => {
  it('reverse their order each time', async () => {
    const { order, all } = recorded('abc');
    await inRounds(all, { least: 3, most: 3, seconds: 0 });
    expect(order.join('')).toBe('abccbaabc');
  });

  it('end when time is up, but not before the least', async () => {
    const { all } = recorded('a');
    const [outcome] = await inRounds(all, { least: 2, most: 50, seconds: 0 });
    expect(outcome?.usages).toHaveLength(2);
  });

  it('go on to the most while there is time', async () => {
    const { all } = recorded('a');
    const [outcome] = await inRounds(all, { least: 1, most: 4, seconds: 60 });
    expect(outcome?.usages).toHaveLength(4);
  });

  it('leave out what failed once and say why', async () => {
    const { order, all } = recorded('ab', 'a');
    const [first, second] = await inRounds(all, { least: 2, most: 2, seconds: 0 });
    expect(order.join('')).toBe('abb');
    expect(first).toEqual({ usages: [], failure: 'a is ill' });
    expect(second).toEqual({ usages: [USAGE, USAGE] });
  });
});
