import type { AuditLevel, GroupResources, Policy, PolicyRule, Stage } from './policy.ts';

/** What kube-apiserver knows of a request when it asks its policy. */
export interface Asked {
  /** Absent when the authentication failed. */
  readonly user?: { readonly name: string; readonly groups: readonly string[] } | undefined;
  readonly verb: string;
  /** Without the query. */
  readonly path: string;
  /** Absent when the request is for a path that is no resource. */
  readonly resource?: AskedResource | undefined;
}

/** The object that is asked for; empty texts where there is none. */
export interface AskedResource {
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

/** How a request is logged. */
export interface Decision {
  readonly level: AuditLevel;
  readonly omitStages: readonly Stage[];
  readonly omitManagedFields: boolean;
  /** The rule that decided, by its place; `undefined` when none did. */
  readonly rule: number | undefined;
}

/** What a policy decides about a request, as kube-apiserver's `pkg/audit/policy/checker.go` does it. */
export function decide(policy: Policy, asked: Asked): Decision {
  const place = policy.rules.findIndex((rule) => fits(rule, asked));
  const rule = policy.rules[place];
  if (rule === undefined) {
    const { omitStages, omitManagedFields } = policy;
    return { level: 'None', omitStages, omitManagedFields, rule: undefined };
  }
  return {
    level: rule.level,
    omitStages: [...new Set([...policy.omitStages, ...rule.omitStages])],
    omitManagedFields: rule.omitManagedFields ?? policy.omitManagedFields,
    rule: place,
  };
}

/** Whether a rule fits a request: all that it says must. */
export function fits(rule: PolicyRule, asked: Asked): boolean {
  const { verbs, namespaces, resources, nonResourceURLs } = rule;
  if (!fitsCaller(rule, asked.user)) return false;
  if (verbs.length > 0 && !verbs.includes(asked.verb)) return false;
  if (namespaces.length > 0 || resources.length > 0) return fitsObject(rule, asked.resource);
  if (nonResourceURLs.length === 0) return true;
  return asked.resource === undefined && nonResourceURLs.some((url) => fitsPath(url, asked.path));
}

/** Users and groups that a rule names must both fit. */
export function fitsCaller({ users, userGroups }: PolicyRule, user: Asked['user']): boolean {
  if (users.length > 0 && !(user && users.includes(user.name))) return false;
  return userGroups.length === 0 || user?.groups.some((one) => userGroups.includes(one)) === true;
}

function fitsObject({ namespaces, resources }: PolicyRule, asked: Asked['resource']): boolean {
  if (asked === undefined) return false;
  if (namespaces.length > 0 && !namespaces.includes(asked.namespace)) return false;
  return resources.length === 0 || resources.some((one) => fitsResource(one, asked));
}

function fitsPath(url: string, path: string): boolean {
  return url === path || (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, '')));
}

function fitsResource(
  { group, resources, resourceNames }: GroupResources,
  asked: AskedResource,
): boolean {
  if (group !== asked.group && group !== '*') return false;
  if (resources.length === 0) return true;
  if (resourceNames.length > 0 && !resourceNames.includes(asked.name)) return false;
  return resources.some((written) => fitsKind(written, asked));
}

/** Whether `pods`, `pods/log`, `pods/*`, `*\/log` or `*` means a resource; `pods/*` means `pods` as well. */
export function fitsKind(
  written: string,
  { resource, subresource }: Pick<AskedResource, 'resource' | 'subresource'>,
): boolean {
  if (written === '*') return true;
  if (written === (subresource === '' ? resource : `${resource}/${subresource}`)) return true;
  if (subresource !== '' && written === `*/${subresource}`) return true;
  return written.endsWith('/*') && written.slice(0, -2) === resource;
}
