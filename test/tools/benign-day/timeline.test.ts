import { describe, expect, it } from 'vitest';
import { createTimeline } from '../../../tools/benign-day/timeline.ts';
import { MINUTE, SECOND } from '../../../tools/samples/cluster.ts';

describe('the timeline', () => {
  it('does what is due in order, also what that brings about in the same minute', () => {
    const timeline = createTimeline();
    const done: string[] = [];
    timeline.at(20 * SECOND, () => done.push('second'));
    timeline.at(10 * SECOND, (time) => {
      done.push('first');
      timeline.at(time + 30 * SECOND, () => done.push('third'));
    });
    expect([...timeline.run(0, MINUTE)]).toEqual([[]]);
    expect(done).toEqual(['first', 'second', 'third']);
  });

  it('repeats until it is told to stop', () => {
    const timeline = createTimeline();
    const times: number[] = [];
    timeline.every(40 * SECOND, 0, (time) => times.push(time / SECOND) < 3);
    expect([...timeline.run(0, 5 * MINUTE)]).toHaveLength(5);
    expect(times).toEqual([0, 40, 80]);
  });

  it('gives lines in the minute of their times, sorted', () => {
    const timeline = createTimeline();
    timeline.at(5 * SECOND, () => {
      timeline.write([
        { time: 70 * SECOND, text: 'later' },
        { time: 9 * SECOND, text: 'b' },
        { time: 6 * SECOND, text: 'a' },
      ]);
    });
    expect([...timeline.run(0, 2 * MINUTE)]).toEqual([['a', 'b'], ['later']]);
  });
});
