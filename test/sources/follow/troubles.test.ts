import { describe, expect, it } from 'vitest';
import { createTroubles } from '../../../src/sources/follow/troubles.ts';
import type { LiveBlock } from '../../../src/types.ts';

function setUp() {
  const told: LiveBlock[] = [];
  const clock = { now: 0 };
  const troubles = createTroubles(
    (block) => told.push(block),
    () => clock.now,
  );
  return { told, clock, troubles };
}

describe('what can not be read', () => {
  it('is told once for each reason', () => {
    const { told, troubles } = setUp();
    for (const reason of ['permission denied', 'permission denied', 'is a folder']) {
      troubles.fail('a.log', reason);
    }
    expect(told).toEqual([
      { kind: 'failure', origin: 'a.log', reason: 'permission denied' },
      { kind: 'failure', origin: 'a.log', reason: 'is a folder' },
    ]);
  });

  it('is tried again after pauses that grow to 30 s', () => {
    const { clock, troubles } = setUp();
    const pauses = Array.from({ length: 8 }, () => {
      troubles.fail('a.log', 'permission denied');
      const start = clock.now;
      while (!troubles.mayTry('a.log')) clock.now += 500;
      return clock.now - start;
    });
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(troubles.mayTry('b.log')).toBe(true);
  });

  it('is forgotten when it can be read', () => {
    const { told, troubles } = setUp();
    troubles.fail('a.log', 'permission denied');
    troubles.clear('a.log');
    expect(troubles.mayTry('a.log')).toBe(true);
    troubles.fail('a.log', 'permission denied');
    expect(told).toHaveLength(2);
  });

  it('is remembered of a thousand paths only', () => {
    const { told, troubles } = setUp();
    for (let index = 0; index < 1001; index++) troubles.fail(`${index}.log`, 'permission denied');
    troubles.fail('0.log', 'permission denied');
    troubles.fail('1000.log', 'permission denied');
    expect(told).toHaveLength(1002);
  });
});
