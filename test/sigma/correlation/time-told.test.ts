import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeTold } from '../../../src/sigma/correlation/time-told.ts';

describe('event time', () => {
  it('reaches a correlation before it is asked, whatever it did not hear of before', () => {
    const step = fc.record({ time: fc.nat(20), asked: fc.subarray([0, 1, 2]) });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        // What each has heard since it was asked last: the newest time is all that matters of it.
        const heard = [0, 1, 2].map(() => Number.NEGATIVE_INFINITY);
        const every = [...heard];
        const expire = (number: number) => (time: number) => {
          heard[number] = Math.max(heard[number] ?? 0, time);
        };
        const told = createTimeTold(heard.map((_, number) => ({ expire: expire(number) })));
        for (const { time, asked } of steps) {
          told.reach(time);
          for (const number of every.keys()) every[number] = Math.max(every[number] ?? 0, time);
          for (const number of asked) {
            told.tell(number);
            expect(heard[number]).toBe(every[number]);
            [heard[number], every[number]] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
          }
        }
      }),
    );
  });

  it('is told once for each event', () => {
    const times: number[] = [];
    const told = createTimeTold([{ expire: (time) => times.push(time) }]);
    told.tell(0);
    told.reach(5);
    told.tell(0);
    told.tell(0);
    told.reach(4);
    told.tell(0);
    expect(times).toEqual([5, 4]);
  });
});
