import type { Micros } from '../../src/types.ts';
import { SECOND } from '../samples/cluster.ts';
import type { Actor } from './actor.ts';
import { DAY, version, type World } from './world.ts';

/** What an informer follows. */
export interface Follow {
  readonly namespace?: string;
  readonly name?: string;
  /** A fieldSelector or labelSelector, as in a query. */
  readonly selector?: string;
  readonly reason?: string;
  /** From when on; before the day where it is absent: then there is no first list. */
  readonly from?: Micros;
  /** Whether it goes on. */
  readonly alive?: () => boolean;
}

/** A client-go informer: one list, then watches of five to ten minutes, one after the other. */
export function follow(world: World, actor: Actor, kind: string, options: Follow = {}): void {
  const { namespace, name, selector, reason = actor.reason, alive = () => true } = options;
  const { random, timeline } = world;
  const place = {
    reason,
    ...(namespace !== undefined && { namespace }),
    ...(name !== undefined && { name }),
  };
  const begin = selector === undefined ? '' : `${selector}&`;
  const watch = (time: Micros): void => {
    if (!alive()) return;
    const seconds = random.between(300, 599);
    const query =
      `allowWatchBookmarks=true&${begin}resourceVersion=${version(time)}` +
      `&timeout=${Math.floor(seconds / 60)}m${seconds % 60}s&timeoutSeconds=${seconds}&watch=true`;
    world.ask(time, actor, 'watch', kind, { ...place, query, open: seconds * SECOND });
    timeline.at(time + seconds * SECOND + random.between(2000, 900_000), watch);
  };
  if (options.from === undefined) {
    timeline.at(DAY + random.between(0, 599 * SECOND), watch);
    return;
  }
  timeline.at(options.from, (time) => {
    world.ask(time, actor, 'list', kind, {
      ...place,
      query: `${begin}limit=500&resourceVersion=0`,
    });
    timeline.at(time + random.between(4000, 90_000), watch);
  });
}

/** Informers of several kinds in the whole cluster. */
export function followAll(world: World, actor: Actor, kinds: string, options: Follow = {}): void {
  for (const kind of kinds.split(' ')) follow(world, actor, kind, options);
}

/** Leader election: a Lease renewed again and again; client-go reads it only when that fails. */
export function lead(
  world: World,
  actor: Actor,
  namespace: string,
  name: string,
  { period = 5 * SECOND, reason = actor.reason, from = DAY } = {},
): void {
  const lease = { namespace, name, reason };
  world.timeline.every(period, from + world.random.between(0, period), (time) => {
    world.ask(time, actor, 'update', 'leases', {
      ...lease,
      uid: `7d1f0c52-3f7e-4d0b-9a51-${name.length.toString(16).padStart(12, '0')}`,
      resourceVersion: version(time),
    });
  });
}

/** Informers of single objects, each by its name. */
export function followNamed(
  world: World,
  actor: Actor,
  kind: string,
  namespace: string,
  names: readonly string[],
): void {
  for (const name of names) {
    const selector = `fieldSelector=metadata.name%3D${name}`;
    follow(world, actor, kind, { namespace, name, selector });
  }
}
