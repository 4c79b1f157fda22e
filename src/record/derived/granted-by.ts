import type { Json } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import { ofOneField } from './derivation.ts';
import { textOf } from './json.ts';

const REASON = eventPath('annotations.authorization.k8s.io/reason');

/**
 * kube-apiserver's RBAC authorizer writes (plugin/pkg/auth/authorizer/rbac, `ruleAccumulator`):
 * RBAC: allowed by RoleBinding "NAME/NAMESPACE" of Role "NAME" to ServiceAccount "NAME/NAMESPACE".
 * It quotes as Go does, and takes a namespace behind a name for a part of it.
 */
const ALLOWED =
  /^RBAC: allowed by (RoleBinding|ClusterRoleBinding) ("(?:[^"\\]|\\.)*") of (Role|ClusterRole) ("(?:[^"\\]|\\.)*") to (User|Group|ServiceAccount) ("(?:[^"\\]|\\.)*")$/;

export const GRANTED_BY = ofOneField(
  {
    name: 'grantedBy',
    summary:
      '`.binding`, `.role` and `.subject` by which RBAC allowed the request: `ClusterRoleBinding NAME` or ' +
      '`RoleBinding NAMESPACE/NAME`, `ClusterRole NAME` or `Role NAME`, `ServiceAccount NAMESPACE/NAME`',
    open: true,
  },
  REASON,
  (reason) => partsOf(textOf(reason) ?? ''),
);

function partsOf(reason: string): Json | undefined {
  const match = ALLOWED.exec(reason);
  if (match === null) return undefined;
  const [, bindingKind, binding, roleKind, role, subjectKind, subject] =
    match as unknown as string[];
  return {
    binding: `${bindingKind} ${bindingKind === 'RoleBinding' ? turned(binding) : unquoted(binding)}`,
    role: `${roleKind} ${unquoted(role)}`,
    subject: `${subjectKind} ${subjectKind === 'ServiceAccount' ? turned(subject) : unquoted(subject)}`,
  };
}

/** NAME/NAMESPACE as NAMESPACE/NAME. */
function turned(quoted: string | undefined): string {
  const text = unquoted(quoted);
  const slash = text.lastIndexOf('/');
  return slash < 0 ? text : `${text.slice(slash + 1)}/${text.slice(0, slash)}`;
}

/** Go's escapes are JSON's, but for a few that no name has. */
function unquoted(quoted = '""'): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}
