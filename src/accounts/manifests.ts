import type { Identity } from './identity.ts';
import type { PolicyRule } from './rbac.ts';
import { RBAC_GROUP } from './right.ts';
import type { NeededRoles } from './role.ts';
import type { RoleRule } from './role-rules.ts';

/** A role and its binding, as kubectl applies them; each rule with what it rests on beside it. */
export interface Granting {
  readonly role: Manifest & { readonly rules: readonly object[] };
  readonly binding: Manifest & { readonly roleRef: object; readonly subjects: readonly object[] };
  readonly rules: readonly RoleRule[];
}

/** An object of the API. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const API_VERSION = `${RBAC_GROUP}/v1`;

/** The roles that an account needs, with their bindings: the ClusterRole first. */
export function manifestsFor(identity: Identity, needed: NeededRoles): Granting[] {
  const name = roleName(identity);
  const subjects = [subjectOf(identity)];
  const scopes: [string | undefined, readonly RoleRule[]][] = [
    ...(needed.cluster.length === 0 ? [] : [[undefined, needed.cluster] as const]),
    ...needed.namespaces,
  ].map(([namespace, rules]) => [namespace, rules]);
  return scopes.map(([namespace, rules]) => {
    const prefix = namespace === undefined ? 'Cluster' : '';
    const metadata = { name, ...(namespace !== undefined && { namespace }) };
    return {
      role: {
        apiVersion: API_VERSION,
        kind: `${prefix}Role`,
        metadata,
        rules: rules.map(plainRule),
      },
      binding: {
        apiVersion: API_VERSION,
        kind: `${prefix}RoleBinding`,
        metadata,
        roleRef: { apiGroup: RBAC_GROUP, kind: `${prefix}Role`, name },
        subjects,
      },
      rules,
    };
  });
}

/** A rule as the API has it: without lists that say nothing. */
export function plainRule(rule: PolicyRule): Partial<PolicyRule> {
  const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
  if (nonResourceURLs.length > 0) return { nonResourceURLs, verbs };
  return {
    apiGroups,
    resources,
    ...(resourceNames.length > 0 && { resourceNames }),
    verbs,
  };
}

/** Roles may be called nearly anything, but for what would be another address. */
function roleName({ kind, namespace, name, user }: Identity): string {
  const text = kind === 'serviceaccount' ? `${namespace}:${name}` : user;
  return `satrap:${text.replace(/[/%\s\p{C}]/gu, '-').slice(0, 200)}`;
}

function subjectOf({ kind, namespace, name, user }: Identity): object {
  if (kind === 'serviceaccount') return { kind: 'ServiceAccount', name, namespace };
  return { kind: 'User', apiGroup: RBAC_GROUP, name: user };
}
