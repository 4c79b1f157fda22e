import { describe, expect, it } from 'vitest';
import { createLane } from '../../src/pipeline/lane.ts';
import type { Level, Sink } from '../../src/types.ts';
import { alert, manualClock } from './alerts.ts';

/** A sink that takes alerts only while it is told to, and says when it was asked. */
function fickleSink() {
  const got: string[][] = [];
  const state = { works: true, asked: 0, held: undefined as Promise<void> | undefined };
  const sink: Sink = {
    name: 'fickle',
    async write(alerts) {
      state.asked++;
      await state.held;
      if (!state.works) throw new Error('no room');
      got.push(alerts.map((one) => `${one.id}:${one.count}`));
    },
    async close() {},
  };
  return { sink, got, state };
}

function laneOf(sink: Sink, capacity = 100) {
  const clock = manualClock();
  const told: (string | undefined)[] = [];
  const lane = createLane(sink, {
    capacity,
    clock,
    changed() {},
    told: (reason) => told.push(reason),
  });
  lane.start();
  return { lane, clock, told };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('lane', () => {
  it('only gathers before it is started', async () => {
    const { sink, got } = fickleSink();
    const lane = createLane(sink, { capacity: 5, clock: manualClock(), changed() {}, told() {} });
    lane.put(alert('a', 1));
    await settled();
    expect(got).toEqual([]);
    lane.start();
    await settled();
    expect(got).toEqual([['a:1']]);
  });

  it('delivers at once, and what comes meanwhile together', async () => {
    const { sink, got, state } = fickleSink();
    const { lane } = laneOf(sink);
    let release = () => {};
    state.held = new Promise((resolve) => {
      release = resolve;
    });
    lane.put(alert('a', 1));
    lane.put(alert('b', 1));
    lane.put(alert('b', 2));
    lane.put(alert('a', 5));
    release();
    await settled();
    expect(got).toEqual([['a:1'], ['a:5', 'b:2']]);
    expect(lane.counts).toMatchObject({ delivered: 3, waiting: 0, oldest: undefined });
  });

  it('tries as long as it takes, with growing pauses, and says so once', async () => {
    const { sink, got, state } = fickleSink();
    const { lane, clock, told } = laneOf(sink);
    state.works = false;
    lane.put(alert('a', 1));
    for (let i = 0; i < 12; i++) {
      await settled();
      clock.pass();
    }
    await settled();
    expect(told).toEqual(['no room']);
    expect(clock.pauses.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
    expect(Math.max(...clock.pauses)).toBe(60_000);
    expect(lane.counts).toMatchObject({ waiting: 1, oldest: 0, failed: clock.pauses.length });
    state.works = true;
    clock.pass();
    await settled();
    expect(got).toEqual([['a:1']]);
    expect(told).toEqual(['no room', undefined]);
  });

  it('gives up the mildest for want of room, and counts it', async () => {
    const { sink, got, state } = fickleSink();
    const { lane, clock } = laneOf(sink, 3);
    state.works = false;
    const levels: Level[] = ['low', 'critical', 'informational', 'medium', 'high'];
    for (const level of levels) lane.put({ ...alert(level, 1), level });
    expect(lane.counts).toMatchObject({ evicted: 2, waiting: 3 });
    await settled();
    state.works = true;
    clock.pass();
    await settled();
    expect(got).toEqual([['critical:1', 'medium:1', 'high:1']]);
  });

  it('finishes without pausing: with all delivered, or after one more failure', async () => {
    const { sink, got, state } = fickleSink();
    const broken = laneOf(sink);
    state.works = false;
    broken.lane.put(alert('a', 1));
    await settled();
    const asked = state.asked;
    await broken.lane.finish();
    expect(state.asked).toBe(asked + 1);
    expect(broken.lane.counts.waiting).toBe(1);
    state.works = true;
    const working = laneOf(sink, 1000);
    for (let i = 0; i < 500; i++) working.lane.put(alert(`n${i}`, 1));
    await working.lane.finish();
    expect(got.flat()).toHaveLength(500);
  });
});
