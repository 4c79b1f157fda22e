import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Baseline } from '../../src/detectors/baseline.ts';

describe('baseline', () => {
  it('is the plain mean and deviation of the minutes of its learning period', () => {
    const baseline = new Baseline(4);
    for (const requests of [2, 4, 4, 6]) {
      expect(baseline.learned).toBe(false);
      baseline.learn(requests);
    }
    expect(baseline.learned).toBe(true);
    expect(baseline.mean).toBe(4);
    expect(baseline.deviation).toBeCloseTo(Math.sqrt(2));
  });

  it('takes in idle minutes at once as it would one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1000), { maxLength: 100 }),
        fc.nat(200),
        fc.integer({ min: 1, max: 120 }),
        (minutes, idle, learning) => {
          const [atOnce, oneByOne] = [new Baseline(learning), new Baseline(learning)];
          for (const requests of minutes) {
            atOnce.learn(requests);
            oneByOne.learn(requests);
          }
          atOnce.idle(idle);
          for (let i = 0; i < idle; i++) oneByOne.learn(0);
          expect(atOnce.learned).toBe(oneByOne.learned);
          expect(atOnce.mean).toBeCloseTo(oneByOne.mean, 6);
          expect(atOnce.deviation ** 2).toBeCloseTo(oneByOne.deviation ** 2, 4);
        },
      ),
    );
  });

  it('forgets: after days of silence hardly anything is left', () => {
    const baseline = new Baseline(60);
    for (let i = 0; i < 600; i++) baseline.learn(1000);
    baseline.idle(10 * 1440);
    expect(baseline.mean).toBeLessThan(0.1);
    expect(baseline.deviation).toBeLessThan(10);
  });
});
