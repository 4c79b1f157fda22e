import { describe, expect, it } from 'vitest';
import { createClock } from '../../src/pipeline/clock.ts';
import { createCheckpoint } from '../../src/state/checkpoint.ts';
import { memoryStore } from '../state/memory-store.ts';
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

  it('remembers a jump that nobody confirmed, and that it was taken back', () => {
    const store = memoryStore();
    const start = () => {
      const clock = createClock();
      const checkpoint = createCheckpoint(store);
      checkpoint.adopt([clock.memory]);
      return { clock, checkpoint };
    };
    const first = start();
    for (const time of [TEN, TEN + 1000 * HOUR]) first.clock.tell(time);
    first.checkpoint.save();
    const second = start();
    // A record in between says that it was nothing.
    second.clock.tell(TEN);
    second.checkpoint.save();
    expect(start().clock.tell(TEN + 1001 * HOUR)).toBe(TEN);
  });
});
