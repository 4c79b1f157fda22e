import { at, listOf, objectOf, textsOf } from '../record/derived/json.ts';
import type { Json } from '../types.ts';
import { isPath, type Right } from './right.ts';

/** A rule of a Role or a ClusterRole; lists that aren't there are empty. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Empty: any name, and none. */
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

/** The rules among an object's `rules`, as far as they are some. */
export function rulesOf(rules: Json | undefined): PolicyRule[] {
  return listOf(rules).flatMap((one) => {
    const rule = objectOf(one);
    if (rule === undefined) return [];
    const list = (key: keyof PolicyRule) => textsOf(at(rule, key));
    return {
      verbs: list('verbs'),
      apiGroups: list('apiGroups'),
      resources: list('resources'),
      resourceNames: list('resourceNames'),
      nonResourceURLs: list('nonResourceURLs'),
    };
  });
}

/** Whether a rule allows what was asked for, where it holds (pkg/apis/rbac/v1/evaluation_helpers.go). */
export function allows(rule: PolicyRule, right: Right): boolean {
  if (!has(rule.verbs, right.verb)) return false;
  if (isPath(right)) return rule.nonResourceURLs.some((url) => isBelow(url, right.path));
  if (!has(rule.apiGroups, right.group) || !hasResource(rule.resources, right.resource)) {
    return false;
  }
  return rule.resourceNames.length === 0 || rule.resourceNames.includes(right.name);
}

function has(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

function hasResource(resources: readonly string[], resource: string): boolean {
  if (has(resources, resource)) return true;
  const slash = resource.indexOf('/');
  return slash >= 0 && resources.includes(`*${resource.slice(slash)}`);
}

function isBelow(url: string, path: string): boolean {
  return (
    url === '*' || url === path || (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, '')))
  );
}

/** Whether rules together allow all that a rule does. */
export function covers(rules: readonly PolicyRule[], rule: PolicyRule): boolean {
  return rule.verbs.every(
    (verb) =>
      rule.nonResourceURLs.every((path) => rules.some((one) => allows(one, { verb, path }))) &&
      resourceRights(rule, verb).every((right) =>
        rules.some(
          (one) =>
            allows(one, right) && (rule.resourceNames.length > 0 || one.resourceNames.length === 0),
        ),
      ),
  );
}

function resourceRights(rule: PolicyRule, verb: string) {
  const names = rule.resourceNames.length === 0 ? [''] : rule.resourceNames;
  return rule.apiGroups.flatMap((group) =>
    rule.resources.flatMap((resource) =>
      names.map((name) => ({ verb, group, resource, namespace: '', name })),
    ),
  );
}
