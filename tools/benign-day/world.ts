import type { Micros } from '../../src/types.ts';
import type { Draft } from '../samples/cluster.ts';
import { HOUR, MINUTE, SECOND } from '../samples/cluster.ts';
import { linesOf, type User } from '../samples/event.ts';
import { createRandom, type Random } from '../samples/random.ts';
import {
  type Actor,
  accountOf,
  allowedAccount,
  allowedUser,
  controller,
  VERSION,
  withCertificate,
} from './actor.ts';
import { ask, type More } from './kinds.ts';
import { createNode, type Node, type Pod, type PodSpec, podOn } from './nodes.ts';
import { logged } from './policy.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** Midnight of Wednesday, 2026-11-18. */
export const DAY: Micros = Date.UTC(2026, 10, 18) * 1000;

/** Where the control plane is. */
export const CONTROL_PLANE = '10.0.0.10';

/** The cluster during its day, and how its clients send requests. */
export interface World {
  readonly random: Random;
  readonly timeline: Timeline;
  readonly nodes: Node[];
  readonly apiserver: Actor;
  readonly manager: Actor;
  readonly scheduler: Actor;
  /** A controller of kube-controller-manager. */
  controller(name: string): Actor;
  /** A new node, which has no pods yet. */
  addNode(): Node;
  /** A pod that runs from now on; on this node or on any. */
  pod(spec: PodSpec, node?: Node): Pod;
  /** One of them. */
  pick<T>(list: readonly T[]): T;
  /** A request with everything said. */
  send(time: Micros, actor: Actor, draft: Draft): void;
  /** A request that the actor may usually make, for its usual reason. */
  ask(time: Micros, actor: Actor, verb: string, what: string, more?: More): void;
  /** A request for an address that names no object. */
  get(time: Micros, actor: Actor, path: string, reason: string, more?: Partial<Draft>): void;
}

export function createWorld(seed: number): World {
  const random = createRandom(seed);
  const timeline = createTimeline();
  const controllers = new Map<string, Actor>();
  const nodes: Node[] = [];
  let made = 0;
  const send: World['send'] = (time, actor, draft) => {
    const took = draft.took ?? random.between(900, 12_000);
    const at = time + random.between(0, 999);
    const { ip, agent } = actor;
    const auditID = random.uuid();
    timeline.write(
      linesOf({ ...logged(draft), at, took, ip, agent, auditID, user: actor.user(time) }),
    );
  };
  const system = (name: string, agent: string) =>
    withCertificate(random, name, { ip: CONTROL_PLANE, agent, reason: allowedUser(name) });
  const world: World = {
    random,
    timeline,
    nodes,
    apiserver: {
      ip: '127.0.0.1',
      agent: `kube-apiserver/${VERSION}`,
      reason: '',
      user: fixed({
        username: 'system:apiserver',
        uid: random.uuid(),
        groups: ['system:authenticated', 'system:masters'],
      }),
    },
    manager: system(
      'system:kube-controller-manager',
      `kube-controller-manager/${VERSION}/kube-controller-manager`,
    ),
    scheduler: system('system:kube-scheduler', `kube-scheduler/${VERSION}/scheduler`),
    controller(name) {
      const known = controllers.get(name) ?? controller(random, CONTROL_PLANE, name);
      controllers.set(name, known);
      return known;
    },
    addNode() {
      const node = createNode(random, ++made);
      nodes.push(node);
      return node;
    },
    pod: (spec, node) => podOn(random, node ?? world.pick(nodes), spec),
    pick: (list) => {
      const one = list[random.between(0, list.length - 1)];
      if (one === undefined) throw new Error('nothing to choose from');
      return one;
    },
    send,
    ask: (time, actor, verb, what, more = {}) =>
      send(time, actor, ask(verb, what, { reason: actor.reason, ...more })),
    get: (time, actor, path, reason, more = {}) =>
      send(time, actor, { verb: 'get', target: { path }, reason, ...more }),
  };
  return world;
}

function fixed(user: User): () => User {
  return () => user;
}

/** A time of the day. */
export function clock(hour: number, minute = 0, second = 0): Micros {
  return DAY + hour * HOUR + minute * MINUTE + second * SECOND;
}

/** A resourceVersion for that time. */
export function version(time: Micros): string {
  return String(418_000_000 + Math.floor((time - DAY) / 90_000));
}

/** What is usual for a ServiceAccount: a pod of its own, and a ClusterRole of its own. */
export function workload(
  world: World,
  namespace: string,
  account: string,
  agent: string,
  more: Partial<PodSpec> = {},
): Pod {
  const { random } = world;
  const name = `${more.app ?? account}-${random.suffix(9)}-${random.suffix(5)}`;
  const reason = allowedAccount(namespace, account);
  return world.pod({ namespace, account, name, agent, reason, ...more });
}

/** The ServiceAccount's user without a token. */
export function userOf(world: World, namespace: string, name: string): User {
  return accountOf(world.random, namespace, name);
}
