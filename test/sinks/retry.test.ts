import { describe, expect, it } from 'vitest';
import { DeliveryError, RefusedError, withRetry } from '../../src/sinks/retry.ts';
import type { Alert, Sink } from '../../src/types.ts';
import { alert } from '../text/fixtures.ts';
import { testClock } from './support.ts';

/** A sink whose first calls fail. */
function failing(errors: unknown[]): Sink & { readonly calls: (readonly Alert[])[] } {
  const calls: (readonly Alert[])[] = [];
  const call = async (alerts: readonly Alert[]) => {
    calls.push(alerts);
    if (errors.length > 0) throw errors.shift();
  };
  return { name: 'flaky', calls, write: call, close: () => call([]) };
}

const boom = () => new Error('boom');

describe('withRetry', () => {
  it('tries again with the same alerts until they are delivered', async () => {
    const sink = failing([boom(), boom()]);
    await withRetry(sink, { attempts: 3 }, testClock()).write([alert()]);
    expect(sink.calls).toEqual([[alert()], [alert()], [alert()]]);
  });

  it('waits twice as long every time, up to a bound, some of it at random', async () => {
    const clock = testClock();
    const sink = failing(Array.from({ length: 5 }, boom));
    await withRetry(sink, { attempts: 6, first: 100, longest: 500 }, clock).write([]);
    expect(clock.slept).toEqual([100, 200, 400, 500, 500].map((wait) => wait * 0.75));
  });

  it('never waits less than half, or more than the whole', async () => {
    for (const chance of [0, 0.999_999]) {
      const clock = { ...testClock(), random: () => chance };
      await withRetry(failing([boom()]), { attempts: 2, first: 100 }, clock).write([]);
      expect(clock.slept[0]).toBeGreaterThanOrEqual(50);
      expect(clock.slept[0]).toBeLessThanOrEqual(100);
    }
  });

  it('rejects with an error that names the sink when the attempts are used up', async () => {
    const sink = failing(Array.from({ length: 3 }, boom));
    const writing = withRetry(sink, { attempts: 3 }, testClock()).write([alert()]);
    await expect(writing).rejects.toThrow(DeliveryError);
    await expect(writing).rejects.toThrow('sink flaky failed after 3 attempts: boom');
    await expect(writing).rejects.toMatchObject({ sink: 'flaky', cause: { message: 'boom' } });
    expect(sink.calls).toHaveLength(3);
  });

  it('does not repeat what was refused', async () => {
    const clock = testClock();
    const sink = failing([new RefusedError('no such channel')]);
    await expect(withRetry(sink, { attempts: 3 }, clock).write([alert()])).rejects.toThrow(
      'sink flaky failed: no such channel',
    );
    expect(clock.slept).toEqual([]);
  });

  it('closes as patiently as it writes', async () => {
    const sink = failing([boom()]);
    await withRetry(sink, { attempts: 2 }, testClock()).close();
    expect(sink.calls).toHaveLength(2);
  });

  it('makes one line of any reason', async () => {
    const writing = withRetry(failing(['a\n\u001b[2Jb']), { attempts: 1 }, testClock()).write([]);
    await expect(writing).rejects.toThrow('sink flaky failed: a\\u{a}\\u{1b}[2Jb');
  });
});
