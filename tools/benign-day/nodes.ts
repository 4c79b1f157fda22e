import type { Micros } from '../../src/types.ts';
import { CREDENTIAL, ROTATION } from '../samples/cluster.ts';
import type { Random } from '../samples/random.ts';
import { type Actor, accountOf, VERSION, withCertificate } from './actor.ts';

/** A machine of the cluster with its kubelet. */
export interface Node {
  readonly name: string;
  readonly uid: string;
  readonly ip: string;
  readonly kubelet: Actor;
  readonly pods: Set<Pod>;
  /** Whether it still belongs to the cluster. */
  present: boolean;
  /** An address for the next pod. */
  nextIP(): string;
}

/** What a pod is to be. */
export interface PodSpec {
  readonly namespace: string;
  readonly account: string;
  readonly name: string;
  readonly agent: string;
  readonly reason: string;
  /** The name of its workload, where it isn't the account's. */
  readonly app?: string;
  readonly secrets?: readonly string[];
  readonly configmaps?: readonly string[];
  /** Whether it uses the node's network: its requests then come from the node's address. */
  readonly hostNetwork?: boolean;
}

/** A pod, whose containers call the API as their ServiceAccount. */
export interface Pod extends Actor {
  readonly spec: PodSpec;
  readonly uid: string;
  readonly node: Node;
  /** Until it is deleted. */
  running: boolean;
  /** The id of the token that kubelet last wrote by then, and when it will write the next. */
  token(at: Micros): { readonly id: string; readonly until: Micros };
}

/** Worker number so-and-so. */
export function createNode(random: Random, number: number): Node {
  const name = `worker-${String(number).padStart(2, '0')}`;
  const ip = `10.0.1.${10 + number}`;
  let pods = 9;
  return {
    name,
    uid: random.uuid(),
    ip,
    kubelet: withCertificate(random, `system:node:${name}`, {
      ip,
      agent: `kubelet/${VERSION}`,
      reason: '',
      groups: ['system:nodes'],
    }),
    pods: new Set(),
    present: true,
    nextIP: () => `10.244.${number}.${10 + (++pods % 240)}`,
  };
}

/** A pod on that node. */
export function podOn(random: Random, node: Node, spec: PodSpec): Pod {
  const account = accountOf(random, spec.namespace, spec.account);
  const [uid, phase] = [random.uuid(), random.between(0, ROTATION - 1)];
  let [turn, id, user] = [-1, '', account];
  const now = (at: Micros) => {
    const current = Math.floor((at + phase) / ROTATION);
    if (current === turn) return;
    turn = current;
    id = `JTI=${random.uuid()}`;
    const extra = {
      [CREDENTIAL]: [id],
      'authentication.kubernetes.io/node-name': [node.name],
      'authentication.kubernetes.io/node-uid': [node.uid],
      'authentication.kubernetes.io/pod-name': [spec.name],
      'authentication.kubernetes.io/pod-uid': [uid],
    };
    user = { ...account, extra };
  };
  const pod: Pod = {
    spec,
    uid,
    node,
    running: true,
    ip: spec.hostNetwork === true ? node.ip : node.nextIP(),
    agent: spec.agent,
    reason: spec.reason,
    token(at) {
      now(at);
      return { id, until: (turn + 1) * ROTATION - phase };
    },
    user(at) {
      now(at);
      return user;
    },
  };
  node.pods.add(pod);
  return pod;
}
