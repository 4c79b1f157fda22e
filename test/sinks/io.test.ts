import { describe, expect, it } from 'vitest';
import { inTurn, systemClock } from '../../src/sinks/io.ts';

describe('inTurn', () => {
  it('starts a job when the one before has ended, well or badly', async () => {
    const log: string[] = [];
    const turn = inTurn();
    const first = turn(async () => {
      await systemClock.sleep(5);
      log.push('first');
      throw new Error('bad');
    });
    const second = turn(async () => {
      log.push('second');
      return 2;
    });
    await expect(first).rejects.toThrow('bad');
    expect(await second).toBe(2);
    expect(log).toEqual(['first', 'second']);
  });
});

describe('systemClock', () => {
  it('tells the time of day and sleeps', async () => {
    const before = systemClock.now();
    expect(Math.abs(before - Date.now())).toBeLessThan(60_000);
    await systemClock.sleep(5);
    expect(systemClock.now() - before).toBeGreaterThanOrEqual(4);
  });
});
