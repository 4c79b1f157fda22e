import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentGroups } from '../../../src/sigma/correlation/recent-groups.ts';

interface Simple {
  readonly id: string;
  newest: number;
  placed: number;
}

/** The same, by looking at all of them each time. */
class Plain {
  readonly groups = new Map<string, Simple>();

  takeOldest(but?: Simple): Simple | undefined {
    const [oldest] = [...this.groups.values()]
      .filter((one) => one !== but)
      .sort((a, b) => a.newest - b.newest || (a.id < b.id ? -1 : 1));
    if (oldest !== undefined) this.groups.delete(oldest.id);
    return oldest;
  }

  takeBefore(time: number): Simple | undefined {
    const isAny = [...this.groups.values()].some(({ newest }) => newest < time);
    return isAny ? this.takeOldest() : undefined;
  }
}

const ids = ['a', 'b', 'c', 'd', 'e', 'f', ...Array.from({ length: 40 }, (_, i) => `x${i}`)];
const step = fc.record({
  id: fc.constantFrom(...ids),
  time: fc.nat(40),
  next: fc.constantFrom('stay', 'stay', 'stay', 'expire', 'make room'),
});

describe('recent groups', () => {
  it('give up the same ones as a search through all of them', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const recent = new RecentGroups<Simple>();
        const plain = new Plain();
        const given: (Simple | undefined)[] = [];
        const right: (Simple | undefined)[] = [];
        for (const { id, time, next } of steps) {
          const known = plain.groups.get(id);
          given.push(recent.get(id));
          right.push(known);
          const group = known ?? { id, newest: time, placed: 0 };
          // Events that come late make no group older.
          group.newest = Math.max(group.newest, time);
          plain.groups.set(id, group);
          if (known === undefined) recent.add(group);
          if (next === 'make room') {
            given.push(recent.takeOldest(group));
            right.push(plain.takeOldest(group));
          }
          for (let more = next === 'expire'; more; more = right.at(-1) !== undefined) {
            given.push(recent.takeBefore(time));
            right.push(plain.takeBefore(time));
          }
        }
        expect(given).toEqual(right);
      }),
    );
  });
});
