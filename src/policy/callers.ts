import type { Caller } from '../needs/situation.ts';
import type { Asked } from './evaluate.ts';

/** Who may ask: as a rule of satrap sees it, and as a policy does. */
export interface Candidate {
  readonly caller: Caller;
  readonly user: Asked['user'];
}

/** Whose authentication failed. */
export const NOBODY: Caller = {
  username: null,
  groups: [],
  onlyGroups: true,
  not: { users: [], groups: [] },
};

const EVERYBODY = 'system:authenticated';

/** Somebody who is none of these users and in none of these groups, nobody at all, and each of them. */
export function callersOf(
  users: readonly string[],
  groups: readonly string[],
): readonly Candidate[] {
  const somebody: Candidate = {
    caller: {
      groups: groups.includes(EVERYBODY) ? [EVERYBODY] : [],
      onlyGroups: false,
      not: { users, groups: groups.filter((group) => group !== EVERYBODY) },
    },
    // No user is called that.
    user: { name: '', groups: [EVERYBODY] },
  };
  return [
    somebody,
    { caller: NOBODY, user: undefined },
    ...users.map((name) => member(name, groupsOf(name), users, groups)),
    ...groups
      .filter((group) => group !== EVERYBODY)
      .map((group) => member(undefined, [group, ...authenticated(group)], users, groups)),
  ];
}

function member(
  name: string | undefined,
  own: readonly string[],
  users: readonly string[],
  groups: readonly string[],
): Candidate {
  const others = groups.filter((group) => !own.includes(group));
  return {
    caller: {
      ...(name !== undefined && { username: name }),
      groups: own,
      onlyGroups: false,
      not: { users: name === undefined ? users : [], groups: others },
    },
    user: { name: name ?? '', groups: own },
  };
}

/** The groups that kube-apiserver puts a user into. */
export function groupsOf(user: string): readonly string[] {
  if (user === 'system:anonymous') return ['system:unauthenticated'];
  const [, kind, namespace] = /^system:(serviceaccount|node):([^:]+)/.exec(user) ?? [];
  if (kind === 'node') return ['system:nodes', EVERYBODY];
  if (kind === undefined) return [EVERYBODY];
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, EVERYBODY];
}

function authenticated(group: string): readonly string[] {
  return group === 'system:unauthenticated' ? [] : [EVERYBODY];
}
