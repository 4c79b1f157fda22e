import { describe, expect, it } from 'vitest';
import { orderMemory } from '../../src/pipeline/order-memory.ts';
import { createTimeOrder } from '../../src/pipeline/time-order.ts';
import { createCheckpoint } from '../../src/state/checkpoint.ts';
import type { Json, Moment } from '../../src/types.ts';
import { memoryStore } from '../state/memory-store.ts';
import { all } from './fixtures.ts';

function start(store: ReturnType<typeof memoryStore>) {
  const order = createTimeOrder<Moment>({ lateness: 30, capacity: 1000 });
  const memory = orderMemory(
    order,
    {
      keep: (item) => item,
      pack: ({ time, digest }) => [time, digest],
      unpack(packed) {
        const [time, digest] = packed as readonly [number, string];
        return { time, digest };
      },
    },
    30,
  );
  const checkpoint = createCheckpoint(store);
  checkpoint.adopt([memory]);
  const push = (time: number, newest = time) => {
    const item = { time, digest: String(time) };
    order.push(item, newest);
    memory.pushed(item);
    return all(order.release).map((one) => one.time);
  };
  return { order, checkpoint, push };
}

/** How many items are stored, whether they still wait or not. */
const stored = (store: ReturnType<typeof memoryStore>) =>
  store.load('waiting').flatMap(({ key, value }) => (key === 'progress' ? [] : (value as Json[])))
    .length;

describe('order memory', () => {
  it('gives back what waits, and forgets pieces of which nothing waits', () => {
    const store = memoryStore();
    const first = start(store);
    for (let time = 1; time <= 200; time++) {
      first.push(time);
      if (time % 10 === 0) first.checkpoint.save();
    }
    expect(stored(store)).toBeLessThanOrEqual(50);
    const second = start(store);
    expect(all(second.order.flush).map(({ time }) => time)).toEqual(
      all(first.order.flush).map(({ time }) => time),
    );
  });

  it('is not held up by strays from the future', () => {
    const store = memoryStore();
    const { push, checkpoint } = start(store);
    for (let time = 1; time <= 500; time++) {
      push(time);
      if (time % 10 !== 0) continue;
      push(1_000_000 + time, time);
      checkpoint.save();
    }
    // Fifty strays, and what waits.
    expect(stored(store)).toBeLessThanOrEqual(100);
  });
});
