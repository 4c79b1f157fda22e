import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { saveRegularly } from '../../src/state/rhythm.ts';

const LIMITS = { least: 1000, most: 5000 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('rhythm', () => {
  it('saves again and again until it is stopped', () => {
    let saves = 0;
    const rhythm = saveRegularly(() => saves++, LIMITS);
    vi.advanceTimersByTime(3500);
    expect(saves).toBe(3);
    rhythm.stop();
    vi.advanceTimersByTime(3500);
    expect(saves).toBe(3);
  });

  it('leaves twenty times as long between saves as a save takes', () => {
    let saves = 0;
    const rhythm = saveRegularly(() => {
      saves++;
      vi.setSystemTime(Date.now() + 200);
      vi.advanceTimersByTime(200);
    }, LIMITS);
    vi.advanceTimersByTime(1000);
    expect(saves).toBe(1);
    vi.advanceTimersByTime(3900);
    expect(saves).toBe(1);
    vi.advanceTimersByTime(200);
    expect(saves).toBe(2);
    rhythm.stop();
  });

  it('never pauses for longer than it was told: what gathers would make the next save longer', () => {
    let saves = 0;
    const rhythm = saveRegularly(() => {
      saves++;
      vi.advanceTimersByTime(2000);
    }, LIMITS);
    vi.advanceTimersByTime(1000 + 5000);
    expect(saves).toBe(2);
    rhythm.stop();
  });
});
