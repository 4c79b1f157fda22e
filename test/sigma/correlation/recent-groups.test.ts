import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dated, RecentGroups } from '../../../src/sigma/correlation/recent-groups.ts';

/** The same, by looking at all of them each time. */
class Plain {
  groups: Dated[] = [];

  touch(id: string): Dated | undefined {
    const group = this.groups.find((each) => each.id === id);
    if (group !== undefined) this.groups = [...this.groups.filter((each) => each !== group), group];
    return group;
  }

  before(time: number): Dated | undefined {
    const [oldest] = this.groups;
    return oldest !== undefined && oldest.newest < time ? oldest : undefined;
  }
}

const step = fc.oneof(
  fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), time: fc.nat(40) }),
  fc.record({ expire: fc.nat(40) }),
);

describe('recent groups', () => {
  it('give up the same ones as a search through all of them', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const recent = new RecentGroups<Dated>();
        const plain = new Plain();
        const found: unknown[] = [];
        const right: unknown[] = [];
        for (const each of steps) {
          if ('expire' in each) {
            for (let old = plain.before(each.expire); old; old = plain.before(each.expire)) {
              right.push(old.id);
              found.push(recent.before(each.expire)?.id);
              recent.delete(recent.get(old.id) as Dated);
              plain.groups.shift();
            }
            right.push(undefined);
            found.push(recent.before(each.expire));
            continue;
          }
          const { id, time } = each;
          const group = plain.touch(id);
          const other = recent.touch(id, time);
          right.push(group?.newest);
          found.push(other?.newest);
          if (group === undefined || other === undefined) {
            plain.groups.push({ id, newest: time, behind: false });
            recent.add({ id, newest: time, behind: false });
          } else {
            group.newest = Math.max(group.newest, time);
            other.newest = group.newest;
          }
        }
        expect(found).toEqual(right);
      }),
    );
  });
});
