import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Idleness, watchIdleness } from '../../../src/pipeline/reading/idleness.ts';

describe('idleness', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  /** Seconds of such utilization one after the other; how often idleness was told. */
  function told(seconds: readonly number[], use?: (idleness: Idleness) => void) {
    const onIdle = vi.fn<() => void>();
    // The first call only begins the first second.
    const left = [1, ...seconds];
    const idleness = watchIdleness(onIdle, () => left.shift() ?? 1);
    idleness.begin();
    use?.(idleness);
    vi.advanceTimersByTime(seconds.length * 1000);
    return onIdle.mock.calls.length;
  }

  it('is told once, of the first second that was mostly spent waiting', () => {
    expect(told([0.9, 0.7])).toBe(0);
    expect(told([0.9, 0.5])).toBe(1);
    expect(told([0.5, 0.1, 0.1])).toBe(1);
  });

  it('is not told before it begins, after its end, or twice for two beginnings', () => {
    expect(told([0.1], (idleness) => idleness.end())).toBe(0);
    expect(told([0.1, 0.1], (idleness) => idleness.begin())).toBe(1);
    const ended = watchIdleness(
      () => expect.unreachable(),
      () => 0,
    );
    ended.end();
    ended.begin();
    vi.advanceTimersByTime(5000);
  });

  it('is measured by how long the thread waits for events', async () => {
    vi.useRealTimers();
    const onIdle = vi.fn<() => void>();
    const idleness = watchIdleness(onIdle);
    idleness.begin();
    await vi.waitFor(() => expect(onIdle).toHaveBeenCalledOnce(), 30_000);
  });
});
