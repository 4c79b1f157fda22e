import { type AccountBounds, Accounts, BOUNDS } from '../../src/accounts/accounts.ts';
import { type Call, callOf } from '../../src/accounts/call.ts';
import { Once } from '../../src/accounts/once.ts';
import type { PolicyRule } from '../../src/accounts/rbac.ts';
import { type NeededRoles, neededRoles, type RoleOptions } from '../../src/accounts/role.ts';
import { Uses } from '../../src/accounts/uses.ts';
import type { AuditRecord, JsonObject } from '../../src/types.ts';
import { record, SECOND, TEN } from '../pipeline/fixtures.ts';

/** The account of the tests. */
export const APP = 'system:serviceaccount:prod:app';

let events = 0;

/** An event a second after the one before: `verb resource[.group] [namespace/][name]`, or `get /path`. */
export function did(what: string, changes: JsonObject = {}): AuditRecord {
  const [verb = '', kind = '', object = ''] = what.split(' ');
  events++;
  const base = {
    auditID: `id-${events}`,
    verb,
    annotations: { 'authorization.k8s.io/decision': 'allow' },
  };
  if (kind.startsWith('/')) {
    return record(TEN + events * SECOND, {
      ...base,
      requestURI: kind,
      objectRef: null,
      ...changes,
    });
  }
  const [path = '', group = ''] = kind.split(/\.(.*)/);
  const [resource = '', subresource] = path.split('/');
  const slash = object.indexOf('/');
  const namespace = object.slice(0, Math.max(0, slash));
  const name = object.slice(slash + 1);
  const objectRef = {
    resource,
    ...(subresource !== undefined && { subresource }),
    ...(group !== '' && { apiGroup: group }),
    ...(namespace !== '' && { namespace }),
    ...(name !== '' && { name }),
  };
  return record(TEN + events * SECOND, { ...base, objectRef, ...changes });
}

/** The same, refused by the authorizer. */
export function refused(what: string, changes: JsonObject = {}): AuditRecord {
  return did(what, {
    annotations: { 'authorization.k8s.io/decision': 'forbid' },
    responseStatus: { code: 403 },
    ...changes,
  });
}

/** What records say as calls, each request once. */
export function callsOf(records: readonly AuditRecord[], uses?: Uses): Call[] {
  const calls: Call[] = [];
  const once = new Once((call) => calls.push(call));
  for (const one of records) {
    const call = callOf(one);
    once.take({ ...call, rights: uses?.read(one, call) }, one);
  }
  once.end();
  return calls;
}

/** The accounts in records. */
export function accountsIn(
  records: readonly AuditRecord[],
  bounds: AccountBounds = BOUNDS,
): Accounts {
  const accounts = new Accounts(bounds);
  for (const call of callsOf(records)) accounts.add(call);
  return accounts;
}

/** What one account used in records. */
export function usesIn(
  records: readonly AuditRecord[],
  user: string = APP,
  options: { readonly others?: boolean } = {},
): Uses {
  const uses = new Uses(user, options);
  for (const call of callsOf(records, uses)) uses.add(call);
  return uses;
}

const OPTIONS: RoleOptions = { names: 20, namespaces: 20, defaults: false };

/** What the account of the tests needs. */
export function rolesFor(
  records: readonly AuditRecord[],
  options: Partial<RoleOptions> = {},
): NeededRoles {
  return neededRoles(usesIn(records), { ...OPTIONS, ...options });
}

/** Rules in short: `get,list pods.apps [a b]`. */
export function short(rules: readonly PolicyRule[] | undefined): string[] {
  return (rules ?? []).map((rule) => {
    const { verbs, apiGroups, resources, resourceNames, nonResourceURLs } = rule;
    if (nonResourceURLs.length > 0) return `${verbs.join(',')} ${nonResourceURLs.join(',')}`;
    const group = apiGroups.join(',') === '' ? '' : `.${apiGroups.join(',')}`;
    const names = resourceNames.length === 0 ? '' : ` [${resourceNames.join(' ')}]`;
    return `${verbs.join(',')} ${resources.join(',')}${group}${names}`;
  });
}

/** A rule from its lists. */
export function policyRule(changes: Partial<PolicyRule>): PolicyRule {
  return {
    verbs: [],
    apiGroups: [''],
    resources: [],
    resourceNames: [],
    nonResourceURLs: [],
    ...changes,
  };
}
