import { describe, expect, it } from 'vitest';
import { percent, rangeOf, ticks } from '../../../../src/investigate/page/chart/time-scale.ts';

const at = (time: string) => Date.parse(`2026-11-20T${time}Z`);

describe('time scale', () => {
  it('is never empty and leaves room on both sides', () => {
    expect(rangeOf([[5000, 5000]])).toEqual({ from: 4000, until: 6000 });
    expect(
      rangeOf([
        [0, 1_000_000],
        [500, 600],
      ]),
    ).toEqual({ from: -30_000, until: 1_030_000 });
    expect(rangeOf([])).toBeUndefined();
  });

  it('places instants as shares of a width', () => {
    expect(percent(25, { from: 0, until: 100 })).toBe('25%');
    expect(percent(-50, { from: 0, until: 100 })).toBe('-50%');
  });

  it.each([
    ['12:00:00', '12:00:40', ['12:00:00', '12:00:05', '12:00:10']],
    ['12:00:00', '13:00:00', ['12:00', '12:10', '12:20']],
    ['09:41:00', '15:00:00', ['10:00', '11:00', '12:00']],
    ['12:00:00', '12:00:00.004', ['12:00:00.000', '12:00:00.001', '12:00:00.002']],
  ])('counts from %s to %s as people do', (from, until, labels) => {
    const found = ticks({ from: at(from), until: at(until) });
    expect(found.slice(0, 3).map(({ label }) => label)).toEqual(labels);
    expect(found.length).toBeLessThan(10);
  });

  it('counts days with their dates, and ends however long it is', () => {
    expect(ticks({ from: at('00:00:00'), until: at('00:00:00') + 6 * 86_400_000 })[0]?.label).toBe(
      '2026-11-20',
    );
    expect(ticks({ from: 0, until: 8e15 }).length).toBeLessThan(13);
  });
});
