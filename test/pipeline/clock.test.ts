import { describe, expect, it } from 'vitest';
import { createClock } from '../../src/pipeline/clock.ts';
import { HOUR, SECOND, TEN } from './fixtures.ts';

const told = (...times: number[]) => {
  const clock = createClock();
  return times.map((time) => clock.tell(time));
};

describe('event clock', () => {
  it('is at the newest time so far', () => {
    expect(told(TEN, TEN + SECOND, TEN)).toEqual([TEN, TEN + SECOND, TEN + SECOND]);
  });

  it('does not believe one record that is far ahead', () => {
    const far = TEN + 10_000 * HOUR;
    expect(told(TEN, far, TEN + SECOND, far)).toEqual([TEN, TEN, TEN + SECOND, TEN + SECOND]);
  });

  it('believes a gap that the record after it confirms', () => {
    const later = TEN + 5 * HOUR;
    expect(told(TEN, later, later + SECOND)).toEqual([TEN, TEN, later]);
    expect(told(TEN, later, later + SECOND, later + SECOND)[3]).toBe(later + SECOND);
  });
});
