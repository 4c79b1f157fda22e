import type { Grant } from './granted.ts';
import { allows, type PolicyRule } from './rbac.ts';
import { addTally, newTally, type Tally } from './tally.ts';
import type { PathUse, Use, Uses } from './uses.ts';

/** What became of a rule that is granted. */
export interface GrantUse {
  readonly grant: Grant;
  /** `partly`: some verb, kind, path or name of it never was. */
  readonly used: 'never' | 'partly' | 'all';
  /** What it allowed. */
  readonly evidence: Tally;
  /** What of it was never used, as rules. */
  readonly never: readonly PolicyRule[];
  /** What stands behind its wildcards: `get pods`, and how often. */
  readonly seen: ReadonlyMap<string, Tally>;
  /** In which namespaces it was used, where it holds everywhere; `null` where it was used outside of them. */
  readonly namespaces: readonly string[] | null;
}

/** Holds what is granted against what was used. A use counts for every rule that allows it. */
export function usesOfGrants(grants: readonly Grant[], uses: Uses): GrantUse[] {
  const resources = uses.resources();
  const paths = uses.paths();
  return grants.map((grant) => useOf(grant, resources, paths));
}

function useOf(grant: Grant, resources: readonly Use[], paths: readonly PathUse[]): GrantUse {
  const { rule, namespace } = grant;
  // Paths are in no namespace: a RoleBinding grants none.
  const pathHits =
    namespace === null
      ? paths.filter((use) => allows(rule, { verb: use.verb, path: use.path }))
      : [];
  const hits = resources.flatMap((use) => hitsOf(rule, use, namespace));
  const never = neverOf(rule, hits, pathHits);
  const evidence = newTally();
  const seen = new Map<string, Tally>();
  for (const use of [...hits, ...pathHits]) {
    addTally(evidence, use);
    const what = `${use.verb} ${'path' in use ? use.path : `${use.resource}${dotted(use.group)}`}`;
    const tally = seen.get(what) ?? newTally();
    addTally(tally, use);
    seen.set(what, tally);
  }
  const used = evidence.count === 0 ? 'never' : never.length === 0 ? 'all' : 'partly';
  return { grant, used, evidence, never, seen, namespaces: namespacesOf(hits, pathHits) };
}

/** What a rule allowed of a use: all names where it has none, else those that it has. */
interface Hit extends Tally {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly namespace: string;
  /** Empty where no name was asked for. */
  readonly name: string;
}

function hitsOf(rule: PolicyRule, use: Use, scope: string | null): Hit[] {
  const { verb, group, resource, namespace, unnamed, names } = use;
  const right = { verb, group, resource, namespace };
  // A Namespace counts as inside itself.
  const itself = scope !== null && group === '' && resource.split('/', 1)[0] === 'namespaces';
  if (scope !== null && !itself && namespace !== scope) return [];
  if (rule.resourceNames.length === 0 && !itself) {
    const { count, first, last } = use;
    return allows(rule, { ...right, name: '' }) ? [{ ...right, name: '', count, first, last }] : [];
  }
  const named = [['', unnamed] as const, ...names.sorted()];
  return named
    .filter(([name, { count }]) => count > 0 && allows(rule, { ...right, name }))
    .filter(([name]) => !itself || name === scope)
    .map(([name, { count, first, last }]) => ({ ...right, name, count, first, last }));
}

/** What is left of a rule without what was used: by kind of object, then kinds with the same verbs together. */
function neverOf(
  rule: PolicyRule,
  hits: readonly Hit[],
  paths: readonly PathUse[],
): readonly PolicyRule[] {
  const ofPaths = rule.nonResourceURLs.map((url) => ({
    nonResourceURLs: [url],
    verbs: rule.verbs.filter(
      (verb) =>
        !paths.some((use) => allows({ ...rule, verbs: [verb], nonResourceURLs: [url] }, use)),
    ),
  }));
  const ofKinds = rule.apiGroups.flatMap((group) =>
    rule.resources.flatMap((resource) =>
      (rule.resourceNames.length === 0 ? [null] : rule.resourceNames).map((name) => {
        const only = { apiGroups: [group], resources: [resource] };
        const resourceNames = name === null ? [] : [name];
        const verbs = rule.verbs.filter(
          (verb) =>
            !hits.some((hit) => allows({ ...rule, ...only, resourceNames, verbs: [verb] }, hit)),
        );
        return { ...only, resourceNames, verbs };
      }),
    ),
  );
  return [
    ...joined(
      ofPaths.map((part) => ({ ...EMPTY, ...part })),
      'nonResourceURLs',
    ),
    ...joined(
      joined(
        ofKinds.map((part) => ({ ...EMPTY, ...part })),
        'resourceNames',
      ),
      'resources',
    ),
  ];
}

const EMPTY: PolicyRule = {
  verbs: [],
  apiGroups: [],
  resources: [],
  resourceNames: [],
  nonResourceURLs: [],
};

/** Rules that differ in one list only, as one. */
function joined(
  rules: readonly PolicyRule[],
  key: 'nonResourceURLs' | 'resources' | 'resourceNames',
): PolicyRule[] {
  const same = Map.groupBy(
    rules.filter(({ verbs }) => verbs.length > 0),
    (rule) => JSON.stringify({ ...rule, [key]: [] }),
  );
  return [...same.values()].map((alike) => ({
    ...(alike[0] as PolicyRule),
    [key]: alike.flatMap((rule) => rule[key]),
  }));
}

function namespacesOf(hits: readonly Hit[], paths: readonly PathUse[]): readonly string[] | null {
  if (paths.length > 0 || hits.some(({ namespace }) => namespace === '')) return null;
  return [...new Set(hits.map(({ namespace }) => namespace))].sort();
}

function dotted(group: string): string {
  return group === '' ? '' : `.${group}`;
}
