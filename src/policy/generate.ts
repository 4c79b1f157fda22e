import {
  CUSTOM,
  kindsOf,
  REQUEST_KINDS,
  type RequestKind,
  targetText,
} from '../needs/request-kinds.ts';
import { detectionsOf, type Reach, type Rule } from '../needs/rule-needs.ts';
import { higher } from '../needs/truth.ts';
import { allowed } from './floor.ts';
import { type Explained, NOISE, NONE } from './noise.ts';
import type { AuditLevel, GroupResources, Policy, PolicyRule } from './policy.ts';

/** A policy with a line for each of its rules that says what it is for. */
export interface Generated {
  readonly policy: Policy;
  readonly why: readonly string[];
}

/**
 * The smallest policy under which rules see all they ask for, but for what would write secrets to the log. A
 * `whole` one logs everything else at Metadata, as it must when a rule asks for any request or isn't Sigma's.
 */
export function generatePolicy(
  rules: readonly Rule[],
  reach: Reach,
  { whole, noise }: { readonly whole: boolean; readonly noise: boolean },
): Generated {
  const wanted = wantedBy(rules, reach);
  const rest = whole || wanted.has(keyOf({ verb: 'get', target: CUSTOM, path: '' }));
  const listed = [...wanted.values()].filter(({ level }) => !rest || level !== 'Metadata');
  const parts = [
    ...(rest && !noise ? NOISE : []),
    ...partsOf(listed),
    ...(rest ? [{ why: 'Everything else.', rule: { ...NONE, level: 'Metadata' as const } }] : []),
  ];
  return {
    policy: {
      omitStages: ['RequestReceived'],
      omitManagedFields: true,
      rules: parts.map(({ rule }) => rule),
    },
    why: parts.map(({ why }) => why),
  };
}

interface Wanted {
  readonly kind: RequestKind;
  readonly level: AuditLevel;
}

/** The level that each kind of request is wanted at, by any rule. */
function wantedBy(rules: readonly Rule[], reach: Reach): Map<string, Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const rule of new Set(rules.flatMap(detectionsOf))) {
    for (const { kind, least, full } of reach.of(rule)) {
      const level = higher(wanted.get(keyOf(kind))?.level, allowed(kind, higher(least, full)));
      wanted.set(keyOf(kind), { kind, level });
    }
  }
  return wanted;
}

function keyOf({ verb, target, path }: RequestKind): string {
  return `${verb} ${target === undefined ? path : targetText(target)}`;
}

const LEVELS: readonly AuditLevel[] = ['RequestResponse', 'Request', 'Metadata'];
const WHY: Readonly<Partial<Record<AuditLevel, string>>> = {
  RequestResponse: 'What came of a change, or what was answered: only the response says it.',
  Request: 'What was asked for.',
  Metadata: 'Who did what.',
};

/** Policy rules for kinds of requests; each kind fits one of them. */
function partsOf(wanted: readonly Wanted[]): Explained[] {
  return LEVELS.flatMap((level) => {
    const own = wanted.filter((one) => one.level === level);
    const why = WHY[level] ?? '';
    return [...byVerbs(own), ...byPaths(own)].map((part) => ({
      why,
      rule: { ...NONE, ...part, level },
    }));
  });
}

type Part = Partial<PolicyRule>;

/** Resources with the same verbs together. */
function byVerbs(wanted: readonly Wanted[]): Part[] {
  const verbs = new Map<string, { kind: RequestKind; verbs: string[] }>();
  for (const { kind } of wanted) {
    if (kind.target === undefined) continue;
    const key = targetText(kind.target);
    const entry = verbs.get(key) ?? { kind, verbs: [] };
    verbs.set(key, entry);
    entry.verbs.push(kind.verb);
  }
  const together = Map.groupBy(verbs.values(), (entry) => verbsOf(entry).join());
  return Array.from(together, ([key, entries]) => ({
    verbs: key === '' ? [] : key.split(','),
    resources: resourcesOf(entries.map(({ kind }) => kind)),
  }));
}

/** None where they are all that there are. */
function verbsOf({
  kind,
  verbs,
}: {
  kind: RequestKind;
  verbs: readonly string[];
}): readonly string[] {
  const { target } = kind;
  const known =
    target &&
    REQUEST_KINDS.filter((one) => one.target && targetText(one.target) === targetText(target));
  const all = known?.length ? known : target ? kindsOf(target) : [];
  return verbs.length === all.length ? [] : verbs;
}

function resourcesOf(kinds: readonly RequestKind[]): GroupResources[] {
  const targets = kinds.flatMap(({ target }) => target ?? []);
  const groups = Map.groupBy(targets, ({ group }) => group);
  return Array.from(groups, ([group, own]) => ({
    group: group === CUSTOM.group ? '*' : group,
    resources: own.map(({ resource, subresource }) =>
      subresource === '' ? resource : `${resource}/${subresource}`,
    ),
    resourceNames: [],
  }));
}

/** Paths with the same verbs together; `/other` stands for all paths. */
function byPaths(wanted: readonly Wanted[]): Part[] {
  const paths = Map.groupBy(
    wanted.flatMap(({ kind }) => (kind.target === undefined ? kind : [])),
    ({ path }) => path,
  );
  const together = Map.groupBy(paths, ([, kinds]) => kinds.map(({ verb }) => verb).join());
  return Array.from(together, ([verbs, entries]) => {
    const urls = entries.map(([path]) => (path === '/other' ? '*' : `${path}*`));
    return { verbs: verbs.split(','), nonResourceURLs: urls.includes('*') ? ['*'] : urls };
  });
}
