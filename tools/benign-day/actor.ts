import type { Client } from '../samples/cluster.ts';
import { allowedBy, allowedController, CREDENTIAL } from '../samples/cluster.ts';
import type { User } from '../samples/event.ts';
import type { Random } from '../samples/random.ts';

/** A client and why RBAC allows what it usually does. */
export interface Actor extends Client {
  readonly reason: string;
}

export const VERSION = 'v1.34.1 (linux/amd64) kubernetes/93248f9';

/** Agents as client-go makes them for programs that set no version. */
export function unversioned(name: string): string {
  return `${name}/v0.0.0 (linux/amd64) kubernetes/$Format`;
}

const accounts = new WeakMap<Random, Map<string, User>>();

/** A ServiceAccount; the same name is always the same uid. */
export function accountOf(random: Random, namespace: string, name: string): User {
  const known = accounts.get(random) ?? new Map<string, User>();
  accounts.set(random, known);
  const username = `system:serviceaccount:${namespace}:${name}`;
  const groups = [
    'system:serviceaccounts',
    `system:serviceaccounts:${namespace}`,
    'system:authenticated',
  ];
  const user = known.get(username) ?? { username, uid: random.uuid(), groups };
  known.set(username, user);
  return user;
}

/** Why a user of the control plane, or one of its ServiceAccounts, may. */
export function allowedUser(name: string): string {
  return `RBAC: allowed by ClusterRoleBinding "${name}" of ClusterRole "${name}" to User "${name}"`;
}

/** Somebody with a client certificate. */
export function withCertificate(
  random: Random,
  username: string,
  more: Omit<Actor, 'user'> & { groups?: readonly string[] },
): Actor {
  const { groups = [], ...rest } = more;
  const extra = { [CREDENTIAL]: [`X509SHA256=${random.hex(64)}`] };
  const user = { username, groups: [...groups, 'system:authenticated'], extra };
  return { ...rest, user: () => user };
}

/** A controller inside kube-controller-manager: a token of its own, bound to no pod, new every hour. */
export function controller(random: Random, ip: string, name: string): Actor {
  const account = accountOf(random, 'kube-system', name);
  let [turn, user] = [-1, account];
  return {
    ip,
    agent: `kube-controller-manager/${VERSION}/system:serviceaccount:kube-system:${name}`,
    reason: allowedController(name),
    user(at) {
      const hour = Math.floor(at / 2_880_000_000);
      if (hour !== turn) {
        turn = hour;
        user = { ...account, extra: { [CREDENTIAL]: [`JTI=${random.uuid()}`] } };
      }
      return user;
    },
  };
}

/** Somebody who signs in with single sign-on. */
export function person(name: string, groups: readonly string[], reason: string, ip: string): Actor {
  const user = { username: name, groups: [...groups, 'system:authenticated'] };
  return { ip, agent: `kubectl/${VERSION}`, reason, user: () => user };
}

/** Why a ServiceAccount may what the ClusterRole or Role of its own name says. */
export function allowedAccount(namespace: string, name: string): string {
  return allowedBy(namespace, name, 'cluster');
}
