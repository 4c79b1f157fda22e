import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecentGroups } from '../../../src/sigma/correlation/recent-groups.ts';

interface Simple {
  readonly id: string;
  newest: number;
  placed: number;
  there: boolean;
}

/** The same, by looking at all of them each time. */
class Plain {
  readonly groups = new Map<string, Simple>();

  get oldest(): Simple | undefined {
    const all = [...this.groups.values()];
    return all.sort((a, b) => a.newest - b.newest || (a.id < b.id ? -1 : 1))[0];
  }

  before(time: number): Simple | undefined {
    const { oldest } = this;
    return oldest !== undefined && oldest.newest < time ? oldest : undefined;
  }
}

const ids = ['a', 'b', 'c', 'd', 'e', 'f', ...Array.from({ length: 40 }, (_, i) => `x${i}`)];
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ id: fc.constantFrom(...ids), time: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.record({ expire: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.constant('evict' as const) },
);

describe('recent groups', () => {
  it('give up the same ones as a search through all of them', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const recent = new RecentGroups<Simple>();
        const plain = new Plain();
        const known: boolean[] = [];
        const drop = (find: (groups: typeof recent | Plain) => Simple | undefined) => {
          const right = find(plain);
          const found = find(recent);
          expect(found).toBe(right);
          if (found === undefined) return false;
          recent.delete(found);
          return plain.groups.delete(found.id);
        };
        for (const each of steps) {
          if (each === 'evict') drop((groups) => groups.oldest);
          else if ('expire' in each) while (drop((groups) => groups.before(each.expire)));
          else {
            const { id, time } = each;
            const group = plain.groups.get(id);
            known.push(recent.get(id) === group);
            // Events that come late make no group older.
            if (group !== undefined) group.newest = Math.max(group.newest, time);
            else {
              const made = { id, newest: time, placed: 0, there: true };
              plain.groups.set(id, made);
              recent.add(made);
            }
          }
        }
        expect(known).not.toContain(false);
      }),
    );
  });
});
