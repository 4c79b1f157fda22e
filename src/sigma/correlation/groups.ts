import type { Bookmark } from '../../collections/recency-map.ts';
import { ChangeLog } from '../../state/change-log.ts';
import type { Micros } from '../../types.ts';
import { emptyShelf, type Shelf } from './evidence-pool.ts';
import type { Kind } from './kinds.ts';
import type { Occurrence } from './occurrences.ts';
import { type Dated, RecentGroups } from './recent-groups.ts';
import type { Text } from './values.ts';
import { WEIGHT, type Window } from './window.ts';

/** The events of a correlation that share the values of `group-by`. */
export interface Group extends Dated {
  readonly key: readonly Text[];
  readonly window: Window;
  readonly shelf: Shelf;
  /** Whether the condition held after it. */
  held: boolean;
  /** What all its events are, where there may be any number more of them; see `isRepeat`. */
  quiet: Occurrence | undefined;
}

/** The groups of a correlation, within a bound on what they hold together. */
export interface Groups {
  /**
   * The group for an event at a time; `undefined` when the event lies too far before the group's newest.
   * `bookmark`: of this id.
   */
  enter(
    id: string,
    key: readonly Text[],
    time: Micros,
    bookmark?: Bookmark<Group>,
  ): Group | undefined;
  /** A group's window has changed since it weighed so much: gives up others where they hold too much. */
  settle(group: Group, weighed: number): void;
  /** Forgets the groups whose newest event lies before a time. */
  expire(before: Micros): void;
  get(id: string): Group | undefined;
  /** Takes in a group that was stored, as the one touched most recently. */
  adopt(group: Group): void;
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

/** A group before its first event, which is at `time`. */
export function createGroup(id: string, key: Group['key'], window: Window, time: Micros): Group {
  const shelf = emptyShelf();
  return { id, key, window, shelf, newest: time, behind: false, held: false, quiet: undefined };
}

/** No groups yet. */
export function createGroups(options: GroupsOptions): Groups {
  const { kind, timespan } = options;
  const limit = Math.max(options.limit, WEIGHT.group + kind.heaviest);
  const groups = new RecentGroups<Group>();
  const log = new ChangeLog();
  let weight = 0;
  let evicted = 0;

  const leave = (group: Group) => {
    weight -= group.window.weight + WEIGHT.group;
    groups.delete(group);
    log.note(group.id);
    options.onLeave(group);
  };
  const dropOldest = ({ window }: Group) => {
    weight -= window.weight;
    window.expire((window.first ?? 0) + 1);
    weight += window.weight;
  };
  const isTooMuch = () => weight > limit;
  const makeRoom = (current: Group) => {
    while (isTooMuch()) {
      const oldest = groups.oldest as Group;
      if (oldest === current && oldest.window.count <= 1) return;
      evicted++;
      if (oldest === current) dropOldest(current);
      else leave(oldest);
    }
  };
  const adopt = (group: Group) => {
    groups.add(group);
    weight += WEIGHT.group + group.window.weight;
    makeRoom(group);
  };

  return {
    enter(id, key, time, bookmark) {
      const known = groups.touch(id, time, bookmark);
      log.note(id);
      if (known !== undefined) return known.newest - time <= timespan ? known : undefined;
      const group = createGroup(id, key, kind.open(), time);
      adopt(group);
      return group;
    },
    settle(group, weighed) {
      weight += group.window.weight - weighed;
      makeRoom(group);
    },
    expire(before) {
      for (let old = groups.before(before); old !== undefined; old = groups.before(before))
        leave(old);
    },
    get: (id) => groups.get(id),
    adopt,
    log,
    get evicted() {
      return evicted;
    },
  };
}
