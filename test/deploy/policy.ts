import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import type { JsonObject } from '../../src/types.ts';

export const DEPLOY: string = resolve(import.meta.dirname, '../../deploy');

export const POLICY_LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'] as const;
export type PolicyLevel = (typeof POLICY_LEVELS)[number];

/** One rule of an audit policy (audit.k8s.io/v1). */
export interface PolicyRule {
  readonly level: PolicyLevel;
  readonly users?: readonly string[];
  readonly userGroups?: readonly string[];
  readonly verbs?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly resources?: readonly {
    readonly group: string;
    readonly resources?: readonly string[];
    readonly resourceNames?: readonly string[];
  }[];
  readonly nonResourceURLs?: readonly string[];
  readonly omitStages?: readonly string[];
  readonly omitManagedFields?: boolean;
}

export interface Policy {
  readonly apiVersion: string;
  readonly kind: string;
  readonly omitStages: readonly string[];
  readonly omitManagedFields: boolean;
  readonly rules: readonly PolicyRule[];
}

export const policy = parse(readFileSync(resolve(DEPLOY, 'audit-policy.yaml'), 'utf8')) as Policy;

/** What kube-apiserver knows of a request when it asks its policy. */
export interface Asked {
  /** Absent when authentication failed. */
  readonly user?: { readonly name: string; readonly groups: readonly string[] };
  readonly verb: string;
  readonly path: string;
  readonly resource?: {
    readonly group: string;
    readonly resource: string;
    readonly subresource: string;
    readonly namespace: string;
    readonly name: string;
  };
}

/** What stands in an audit event about its request. */
export function askedBy(event: JsonObject): Asked {
  const user = event.user as { username?: string; groups?: string[] } | undefined;
  const ref = event.objectRef as Record<string, string> | undefined;
  return {
    ...(user?.username ? { user: { name: user.username, groups: user.groups ?? [] } } : {}),
    verb: event.verb as string,
    path: (event.requestURI as string).replace(/\?.*/s, ''),
    ...(ref === undefined
      ? {}
      : {
          resource: {
            group: ref.apiGroup ?? '',
            resource: ref.resource ?? '',
            subresource: ref.subresource ?? '',
            namespace: ref.namespace ?? '',
            name: ref.name ?? '',
          },
        }),
  };
}

/** What the policy says to it: the first rule that matches decides; without one nothing is logged. */
export function decide(asked: Asked): { level: PolicyLevel; omitStages: readonly string[] } {
  const rule = policy.rules.find((one) => matches(one, asked));
  return {
    level: rule?.level ?? 'None',
    omitStages: [...policy.omitStages, ...(rule?.omitStages ?? [])],
  };
}

/** As kube-apiserver's `pkg/audit/policy` matches. */
export function matches(rule: PolicyRule, { user, verb, path, resource }: Asked): boolean {
  const { users, userGroups, verbs, namespaces, resources, nonResourceURLs } = rule;
  if (users && !(user && users.includes(user.name))) return false;
  if (userGroups && !user?.groups.some((group) => userGroups.includes(group))) return false;
  if (verbs && !verbs.includes(verb)) return false;
  if (namespaces || resources) {
    if (resource === undefined) return false;
    if (namespaces && !namespaces.includes(resource.namespace)) return false;
    return resources === undefined || resources.some((one) => matchesResource(one, resource));
  }
  if (nonResourceURLs === undefined) return true;
  if (resource !== undefined) return false;
  return nonResourceURLs.some((url) =>
    url.endsWith('*') ? path.startsWith(url.replace(/\*+$/, '')) : path === url,
  );
}

function matchesResource(
  group: NonNullable<PolicyRule['resources']>[number],
  { group: apiGroup, resource, subresource, name }: NonNullable<Asked['resource']>,
): boolean {
  if (group.group !== apiGroup) return false;
  if (group.resources === undefined) return true;
  if (group.resourceNames && !group.resourceNames.includes(name)) return false;
  const whole = subresource === '' ? resource : `${resource}/${subresource}`;
  return group.resources.some(
    (one) =>
      one === '*' ||
      one === whole ||
      (subresource !== '' && one === `*/${subresource}`) ||
      one === `${resource}/*`,
  );
}
