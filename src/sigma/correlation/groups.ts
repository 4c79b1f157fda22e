import { ChangeLog } from '../../state/change-log.ts';
import type { Micros } from '../../types.ts';
import { Group } from './group.ts';
import type { Kind } from './kinds.ts';
import type { Occurrence } from './occurrences.ts';
import { type Meter, wake } from './quiet.ts';
import { RecentGroups } from './recent-groups.ts';
import { WEIGHT } from './window.ts';

/** The groups of a correlation, within a bound on what they hold together. */
export interface Groups {
  /** The group for an event at a time; `undefined` when the event lies too far before the group's newest. */
  enter(occurrence: Occurrence, time: Micros): Group | undefined;
  /** A group's window may have changed: gives up others where they hold too much. */
  settle(group: Group): void;
  /** Forgets the groups whose newest event lies before a time. */
  expire(before: Micros): void;
  get(id: string): Group | undefined;
  /** Takes in a group that was stored. */
  adopt(group: Group): void;
  readonly meter: Meter;
  /** Which groups came, changed or went. */
  readonly log: ChangeLog;
  /** How many groups, or oldest events of the only group, were given up for want of room. */
  readonly evicted: number;
}

/** What bounds groups. */
export interface GroupsOptions {
  readonly kind: Kind;
  readonly timespan: Micros;
  /** The most they may weigh together; one group always has room for what its condition needs. */
  readonly limit: number;
  /** Told of every group that goes. */
  onLeave(group: Group): void;
}

/** No groups yet. */
export function createGroups(options: GroupsOptions): Groups {
  const { kind, timespan } = options;
  const limit = Math.max(options.limit, WEIGHT.group + kind.heaviest);
  const meter: Meter = { weight: 0, limit };
  const groups = new RecentGroups<Group>();
  const log = new ChangeLog();
  let evicted = 0;

  const leave = (group: Group) => {
    wake(group);
    meter.weight -= group.weighed + WEIGHT.group;
    group.place.group = undefined;
    log.note(group.id);
    options.onLeave(group);
  };
  const dropOldest = (group: Group) => {
    group.window.expire((group.window.first ?? 0) + 1);
    meter.weight += weighAnew(group);
  };
  const isTooMuch = () => meter.weight > limit;
  const makeRoom = (current: Group) => {
    while (isTooMuch()) {
      const other = groups.takeOldest(current);
      if (other === undefined && current.window.count <= 1) return;
      evicted++;
      if (other === undefined) dropOldest(current);
      else leave(other);
    }
  };
  const settle = (group: Group) => {
    meter.weight += weighAnew(group);
    makeRoom(group);
  };
  const adopt = (group: Group) => {
    groups.add(group);
    meter.weight += WEIGHT.group;
    settle(group);
  };

  return {
    enter(occurrence, time) {
      const { id, key } = occurrence;
      log.note(id);
      let group = occurrence.place?.group ?? groups.get(id);
      if (group === undefined) adopt((group = new Group(id, key, kind.open(), time)));
      occurrence.place = group.place;
      return group.newest - time <= timespan ? group : undefined;
    },
    settle,
    expire(before) {
      let old = groups.takeBefore(before);
      for (; old !== undefined; old = groups.takeBefore(before)) leave(old);
    },
    get: (id) => groups.get(id),
    adopt,
    meter,
    log,
    get evicted() {
      return evicted;
    },
  };
}

/** How much heavier a group has become since this was asked last. */
function weighAnew(group: Group): number {
  const { weighed } = group;
  group.weighed = group.window.weight;
  return group.weighed - weighed;
}
