/** Who an account is, by its name: the API server gives names in these forms to nobody else. */

/** Kinds of accounts, in the order in which a report has them. */
export const KINDS = [
  'unauthenticated',
  'anonymous',
  'serviceaccount',
  'user',
  'node',
  'component',
] as const;

/** `component`: parts of the control plane, and other names that begin with `system:`. */
export type Kind = (typeof KINDS)[number];

/** An account, as far as its name tells. */
export interface Identity {
  /** As events have it; empty where nobody was authenticated. */
  readonly user: string;
  readonly kind: Kind;
  /** Of a ServiceAccount. */
  readonly namespace: string | null;
  /** Without what its kind says: a ServiceAccount's or a node's own name, else the user's. */
  readonly name: string;
}

const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
const NODE = 'system:node:';

/** Tells who a user name stands for. */
export function identityOf(user: string): Identity {
  const [, namespace, account] = SERVICE_ACCOUNT.exec(user) ?? [];
  if (namespace !== undefined && account !== undefined) {
    return { user, kind: 'serviceaccount', namespace, name: account };
  }
  if (user === '') return { user, kind: 'unauthenticated', namespace: null, name: '' };
  if (user === 'system:anonymous') return { user, kind: 'anonymous', namespace: null, name: user };
  if (user.startsWith(NODE) && user.length > NODE.length) {
    return { user, kind: 'node', namespace: null, name: user.slice(NODE.length) };
  }
  const kind = user.startsWith('system:') ? 'component' : 'user';
  return { user, kind, namespace: null, name: user };
}

/** The user name of a ServiceAccount. */
export function serviceAccountUser(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** An account's groups that follow from its name alone. */
export function groupsByName({ kind, namespace }: Identity): readonly string[] {
  if (kind === 'serviceaccount') {
    return [
      'system:serviceaccounts',
      `system:serviceaccounts:${namespace ?? ''}`,
      'system:authenticated',
    ];
  }
  if (kind === 'anonymous' || kind === 'unauthenticated') return ['system:unauthenticated'];
  return kind === 'node' ? ['system:nodes', 'system:authenticated'] : ['system:authenticated'];
}

/** An account in a few words, not yet fit for a terminal. */
export function titleOf({ kind, namespace, name }: Identity): string {
  if (kind === 'serviceaccount') return `ServiceAccount ${namespace ?? ''}/${name}`;
  if (kind === 'unauthenticated') return 'nobody (not authenticated)';
  if (kind === 'anonymous') return 'anonymous';
  return kind === 'node' ? `node ${name}` : `user ${name}`;
}

/** A user name in a few words: a ServiceAccount's as `NAMESPACE/NAME`. */
export function shortNameOf(user: string): string {
  const { kind, namespace, name } = identityOf(user);
  return kind === 'serviceaccount' ? `${namespace ?? ''}/${name}` : user;
}
