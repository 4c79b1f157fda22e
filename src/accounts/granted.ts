import { at, listOf, objectOf, textOf } from '../record/derived/json.ts';
import type { Json, JsonObject } from '../types.ts';
import { groupsByName, type Identity } from './identity.ts';
import { FileProblem, itemsOf } from './inventory.ts';
import { type PolicyRule, rulesOf } from './rbac.ts';

/** One rule that is granted to an account. */
export interface Grant {
  /** `RoleBinding shop/cart` or `ClusterRoleBinding cart`. */
  readonly binding: string;
  /** `Role shop/cart` or `ClusterRole cart`. */
  readonly role: string;
  /** To whom: `ServiceAccount shop/cart`, `Group system:authenticated`, `User alice`. */
  readonly subject: string;
  /** Where it holds; `null`: everywhere. */
  readonly namespace: string | null;
  /** Which of the role's rules, from 0. */
  readonly place: number;
  readonly rule: PolicyRule;
}

/** What is granted to an account. */
export interface Granted {
  readonly grants: readonly Grant[];
  /** Bindings whose role isn't in the file, `binding → role`. */
  readonly missing: readonly string[];
}

/** Roles and bindings of a cluster. */
export interface Rbac {
  readonly roles: ReadonlyMap<string, readonly PolicyRule[]>;
  readonly bindings: readonly JsonObject[];
}

const KINDS = new Set(['Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding']);

/**
 * Takes roles and bindings out of what `kubectl get roles,rolebindings,clusterroles,clusterrolebindings -A -o
 * json` prints; a `FileProblem` otherwise.
 */
export function readRbac(document: Json): Rbac {
  const roles = new Map<string, readonly PolicyRule[]>();
  const bindings: JsonObject[] = [];
  for (const [place, item] of itemsOf(document).entries()) {
    const object = objectOf(item) ?? {};
    const kind = textOf(at(object, 'kind')) ?? 'no object';
    if (!KINDS.has(kind)) {
      throw new FileProblem(`items[${place}] is ${kind}, neither a role nor a binding`);
    }
    if (kind.endsWith('Binding')) bindings.push(object);
    else roles.set(titleOf(object), rulesOf(at(object, 'rules')));
  }
  if (bindings.length === 0) throw new FileProblem('it has no bindings');
  return { roles, bindings };
}

/** What an account is granted by its name and its groups. `groups`: those that the log shows beside the usual. */
export function grantedTo(rbac: Rbac, identity: Identity, groups: Iterable<string>): Granted {
  const grants: Grant[] = [];
  const missing: string[] = [];
  const mine = new Set([...groupsByName(identity), ...groups]);
  for (const binding of rbac.bindings) {
    const subject = listOf(at(binding, 'subjects'))
      .map((one) => subjectOf(objectOf(one), namespaceOf(binding), identity, mine))
      .find((one) => one !== undefined);
    if (subject === undefined) continue;
    const title = titleOf(binding);
    const role = roleOf(binding);
    const rules = rbac.roles.get(role);
    if (rules === undefined) missing.push(`${title} → ${role}`);
    const namespace = at(binding, 'kind') === 'RoleBinding' ? (namespaceOf(binding) ?? '') : null;
    for (const [place, rule] of (rules ?? []).entries()) {
      grants.push({ binding: title, role, subject, namespace, place, rule });
    }
  }
  return { grants, missing };
}

/** The subject as a text, if it is the account or a group of it (plugin/pkg/auth/authorizer/rbac `appliesTo`). */
function subjectOf(
  subject: JsonObject | undefined,
  bindingNamespace: string | undefined,
  identity: Identity,
  groups: ReadonlySet<string>,
): string | undefined {
  const kind = textOf(at(subject, 'kind'));
  const name = textOf(at(subject, 'name')) ?? '';
  if (kind === 'Group') return groups.has(name) ? `Group ${name}` : undefined;
  if (kind === 'User') return name === identity.user ? `User ${name}` : undefined;
  if (kind !== 'ServiceAccount' || identity.kind !== 'serviceaccount') return undefined;
  const namespace = textOf(at(subject, 'namespace')) ?? bindingNamespace;
  return namespace === identity.namespace && name === identity.name
    ? `ServiceAccount ${namespace}/${name}`
    : undefined;
}

function roleOf(binding: JsonObject): string {
  const role = objectOf(at(binding, 'roleRef'));
  const kind = textOf(at(role, 'kind')) ?? '';
  const name = textOf(at(role, 'name')) ?? '';
  return kind === 'Role' ? `Role ${namespaceOf(binding) ?? ''}/${name}` : `${kind} ${name}`;
}

function titleOf(object: JsonObject): string {
  const name = textOf(at(objectOf(at(object, 'metadata')), 'name')) ?? '';
  const namespace = namespaceOf(object);
  const kind = textOf(at(object, 'kind')) ?? '';
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function namespaceOf(object: JsonObject): string | undefined {
  return textOf(at(objectOf(at(object, 'metadata')), 'namespace'));
}
