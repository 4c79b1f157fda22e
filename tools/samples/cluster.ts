import type { Micros } from '../../src/types.ts';
import type { Request, Target, User } from './event.ts';
import type { Random } from './random.ts';

/** A made-up cluster: three workers, its controllers, and the identities that its log names. */

export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;

/** Everything of a request that its sender decides; `auditID` and time come with the sending. */
export type Draft = Omit<Request, 'auditID' | 'at' | 'user' | 'ip' | 'agent'>;

/** Somebody who sends requests, always from the same place with the same client. */
export interface Client {
  readonly ip: string;
  readonly agent: string;
  /** Who it is at a point in time: tokens rotate. */
  user(at: Micros): User;
}

/** A pod whose containers call the API as their ServiceAccount. */
export interface Pod extends Client {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly account: string;
  readonly node: Node;
  /** The id of the token that kubelet last wrote by `at`. */
  token(at: Micros): string;
}

/** A worker and its kubelet. */
export interface Node extends Client {
  readonly name: string;
  readonly uid: string;
}

/** How long kubelet leaves a token in place: 80 % of 3607 seconds. */
export const ROTATION: Micros = 2886 * SECOND;

const KUBERNETES = 'v1.34.1 (linux/amd64) kubernetes/93248f9';

export interface Cluster {
  readonly nodes: readonly [Node, Node, Node];
  /** A ServiceAccount, without anything that a token adds. */
  account(namespace: string, name: string): User;
  /** A pod that has run for long on this node. */
  pod(namespace: string, account: string, name: string, node: Node, agent: string): Pod;
  /** A controller inside kube-controller-manager. */
  controller(name: string): Client;
  readonly scheduler: Client;
  /** Somebody who signs in with single sign-on. */
  person(name: string, group: string, ip: string, agent?: string): Client;
}

export function createCluster(random: Random): Cluster {
  const accounts = new Map<string, User>();
  const account = (namespace: string, name: string) => {
    const username = `system:serviceaccount:${namespace}:${name}`;
    const known = accounts.get(username);
    if (known !== undefined) return known;
    const groups = [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace}`,
      'system:authenticated',
    ];
    const user = { username, uid: random.uuid(), groups };
    accounts.set(username, user);
    return user;
  };
  const node = (number: number): Node => {
    const name = `worker-${number}`;
    return {
      name,
      uid: random.uuid(),
      ip: `192.168.40.${10 + number}`,
      agent: `kubelet/${KUBERNETES}`,
      user: fixed({
        username: `system:node:${name}`,
        groups: ['system:nodes', 'system:authenticated'],
        extra: { [CREDENTIAL]: [`X509SHA256=${random.hex(64)}`] },
      }),
    };
  };
  const nodes = [node(1), node(2), node(3)] as const;
  const pods = { 'worker-1': 10, 'worker-2': 10, 'worker-3': 10 } as Record<string, number>;

  return {
    nodes: [...nodes],
    account,
    pod(namespace, name, pod, on, agent) {
      const place = pods[on.name] ?? 10;
      pods[on.name] = place + 7;
      return createPod(random, account(namespace, name), {
        namespace,
        name,
        pod,
        on,
        agent,
        place,
      });
    },
    controller(name) {
      const extra = { [CREDENTIAL]: [`JTI=${random.uuid()}`] };
      return {
        ip: '192.168.40.10',
        agent: `kube-controller-manager/${KUBERNETES}/system:serviceaccount:kube-system:${name}`,
        user: fixed({ ...account('kube-system', name), extra }),
      };
    },
    scheduler: {
      ip: '192.168.40.10',
      agent: `kube-scheduler/${KUBERNETES}/scheduler`,
      user: fixed({
        username: 'system:kube-scheduler',
        groups: ['system:authenticated'],
        extra: { [CREDENTIAL]: [`X509SHA256=${random.hex(64)}`] },
      }),
    },
    person(name, group, ip, agent = `kubectl/${KUBERNETES}`) {
      const groups = [group, 'system:authenticated'];
      return { ip, agent, user: fixed({ username: name, groups }) };
    },
  };
}

export const CREDENTIAL = 'authentication.kubernetes.io/credential-id';

function fixed(user: User): () => User {
  return () => user;
}

interface PodOptions {
  readonly namespace: string;
  readonly name: string;
  readonly pod: string;
  readonly on: Node;
  readonly agent: string;
  readonly place: number;
}

function createPod(random: Random, account: User, options: PodOptions): Pod {
  const { namespace, name, pod, on, agent, place } = options;
  const uid = random.uuid();
  const phase = random.between(0, ROTATION / SECOND) * SECOND;
  const tokens = new Map<number, string>();
  const token = (at: Micros) => {
    const turn = Math.floor((at + phase) / ROTATION);
    if (!tokens.has(turn)) tokens.set(turn, random.uuid());
    return `JTI=${tokens.get(turn)}`;
  };
  return {
    namespace,
    name: pod,
    uid,
    account: name,
    node: on,
    ip: `10.244.${on.name.slice(-1)}.${place}`,
    agent,
    token,
    user: (at) => ({ ...account, extra: extraOf(token(at), pod, uid, on) }),
  };
}

/** What a token that is bound to a pod adds to its user. */
function extraOf(token: string, pod: string, uid: string, node: Node): Record<string, string[]> {
  return {
    [CREDENTIAL]: [token],
    'authentication.kubernetes.io/node-name': [node.name],
    'authentication.kubernetes.io/node-uid': [node.uid],
    'authentication.kubernetes.io/pod-name': [pod],
    'authentication.kubernetes.io/pod-uid': [uid],
  };
}

/** The times within a stretch at which kubelet writes the pod a new token. */
export function rotations(pod: Pod, from: Micros, to: Micros): Micros[] {
  const times: Micros[] = [];
  for (let at = from; at < to; at += SECOND) {
    if (pod.token(at) !== pod.token(at - SECOND)) times.push(at);
  }
  return times;
}

/** kubelet asks for a pod's new token. */
export function tokenRequest(pod: Pod, at: Micros): Draft {
  const { namespace, account } = pod;
  return {
    verb: 'create',
    target: { resource: 'serviceaccounts', namespace, name: account, subresource: 'token' },
    code: 201,
    reason: '',
    annotations: { 'authentication.kubernetes.io/issued-credential-id': pod.token(at) },
  };
}

/** Why RBAC lets a ServiceAccount do what its Role in the namespace, or its ClusterRole, says. */
export function allowedBy(
  namespace: string,
  account: string,
  scope: 'namespace' | 'cluster',
): string {
  const subject = `ServiceAccount "${account}/${namespace}"`;
  return scope === 'cluster'
    ? `RBAC: allowed by ClusterRoleBinding "${account}" of ClusterRole "${account}" to ${subject}`
    : `RBAC: allowed by RoleBinding "${account}/${namespace}" of Role "${account}" to ${subject}`;
}

/** Why RBAC lets a built-in controller do its work. */
export function allowedController(name: string): string {
  const role = `"system:controller:${name}"`;
  return `RBAC: allowed by ClusterRoleBinding ${role} of ClusterRole ${role} to ServiceAccount "${name}/kube-system"`;
}

/** Why RBAC lets the members of a group do what a ClusterRole says. */
export function allowedGroup(role: string, group: string): string {
  return `RBAC: allowed by ClusterRoleBinding "${role}" of ClusterRole "${role}" to Group "${group}"`;
}

/** What every authenticated client may: discovery, and asking about itself. */
export const DISCOVERY: string = allowedGroup('system:discovery', 'system:authenticated');
export const ABOUT_ITSELF: string = allowedGroup('system:basic-user', 'system:authenticated');

/** A request that RBAC refuses, with the members of `Status` that say so. */
export function forbidden(username: string, verb: string, target: Target): Draft {
  const { resource = '', namespace, name, group = '', subresource } = target;
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  const where =
    namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const kind = group === '' ? resource : `${resource}.${group}`;
  const message =
    `${kind}${name === undefined ? '' : ` "${name}"`} is forbidden: User "${username}" cannot ${verb} ` +
    `resource "${what}" in API group "${group}" ${where}`;
  const details = {
    ...(name !== undefined && { name }),
    ...(group !== '' && { group }),
    kind: resource,
  };
  return {
    verb,
    target,
    code: 403,
    status: { status: 'Failure', message, reason: 'Forbidden', details },
  };
}
