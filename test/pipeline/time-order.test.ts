import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeOrder } from '../../src/pipeline/time-order.ts';
import type { Moment } from '../../src/types.ts';
import { all } from './fixtures.ts';

interface Numbered extends Moment {
  readonly arrival: number;
}

function sightings(...times: number[]): Moment[] {
  return times.map((time) => ({ time, digest: 'x' }));
}

function timesOf(items: readonly Moment[]): number[] {
  return items.map((item) => item.time);
}

function inOrder(items: readonly Numbered[]): Numbered[] {
  return items.toSorted(
    (a, b) => a.time - b.time || a.digest.localeCompare(b.digest, 'en') || a.arrival - b.arrival,
  );
}

const arriving = fc
  .array(
    fc.record({
      time: fc.nat(100),
      delay: fc.nat(20),
      digest: fc.constantFrom('a', 'b', 'c'),
    }),
  )
  .map((drawn) =>
    drawn
      .toSorted((a, b) => a.time + a.delay - (b.time + b.delay))
      .map(({ time, digest }, arrival): Numbered => ({ time, digest, arrival })),
  );

describe('time order', () => {
  it('gives what comes within the lateness by time, then digest, then arrival', () => {
    fc.assert(
      fc.property(arriving, (items) => {
        const order = createTimeOrder<Numbered>({ lateness: 20, capacity: 1000 });
        const released = items.flatMap((item) => {
          order.push(item);
          return all(order.release);
        });
        expect([...released, ...all(order.flush)]).toEqual(inOrder(items));
        expect([order.late, order.forced]).toEqual([0, 0]);
      }),
    );
  });

  it('gives every item once, whatever comes late and however little room there is', () => {
    fc.assert(
      fc.property(arriving, fc.nat(5), fc.nat(10), (items, capacity, lateness) => {
        const order = createTimeOrder<Numbered>({ lateness, capacity });
        const released = items.flatMap((item, i) => {
          order.push(item);
          return i % 3 === 0 ? all(order.release) : [];
        });
        released.push(...all(order.flush));
        expect(inOrder(released)).toEqual(inOrder(items));
      }),
    );
  });

  it('holds an item that another one exactly as late as allowed could still come before', () => {
    const order = createTimeOrder({ lateness: 10, capacity: 100 });
    const [early, late, last] = sightings(5, 15, 16) as [Moment, Moment, Moment];
    order.push(early);
    order.push(late);
    expect(all(order.release)).toEqual([]);
    order.push(last);
    expect(all(order.release)).toEqual([early]);
    expect(all(order.release)).toEqual([]);
  });

  it('lets time pass without an item', () => {
    const order = createTimeOrder({ lateness: 10, capacity: 100 });
    order.push({ time: 5, digest: 'x' });
    order.advance(15);
    expect(all(order.release)).toHaveLength(0);
    order.advance(16);
    expect(all(order.release)).toHaveLength(1);
  });

  it('does not let time go back', () => {
    const order = createTimeOrder({ lateness: 10, capacity: 100 });
    order.advance(100);
    order.advance(0);
    order.push({ time: 50, digest: 'x' });
    expect(all(order.release)).toHaveLength(1);
  });

  it('counts what comes behind what was released, and gives it at once', () => {
    const order = createTimeOrder({ lateness: 10, capacity: 100 });
    for (const item of sightings(5, 20)) order.push(item);
    expect(timesOf(all(order.release))).toEqual([5]);
    for (const item of sightings(4, 6)) order.push(item);
    expect(timesOf(all(order.release))).toEqual([4, 6]);
    expect(order.late).toBe(1);
  });

  it('counts what it releases early for want of room, oldest first', () => {
    const order = createTimeOrder({ lateness: 100, capacity: 2 });
    for (const item of sightings(30, 20, 10, 40)) order.push(item);
    expect(timesOf(all(order.release))).toEqual([10, 20]);
    expect(order.forced).toBe(2);
    order.push({ time: 15, digest: 'x' });
    expect(timesOf(all(order.release))).toEqual([15]);
    expect([order.late, order.forced]).toEqual([1, 2]);
    expect(timesOf(all(order.flush))).toEqual([30, 40]);
  });

  it('does not count what was due as released early', () => {
    const order = createTimeOrder({ lateness: 10, capacity: 1 });
    for (const item of sightings(1, 100)) order.push(item);
    expect(order.forced).toBe(0);
    expect(timesOf(all(order.release))).toEqual([1]);
  });
});
