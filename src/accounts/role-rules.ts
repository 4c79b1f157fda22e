import type { PolicyRule } from './rbac.ts';
import { addTally, newTally, type Tally } from './tally.ts';
import type { PathUse } from './uses.ts';

/** A verb on a kind of objects, in one scope. */
export interface Atom {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** `null`: all of them. */
  readonly names: readonly string[] | null;
  readonly evidence: Tally;
  /** Why it is wider than it was seen; empty where it isn't. */
  readonly why: string;
  readonly holding?: readonly PolicyRule[] | undefined;
}

/** A rule with what it rests on. */
export interface RoleRule extends PolicyRule {
  readonly evidence: Tally;
  /** Why it is wider than what was seen: phrases. */
  readonly why: readonly string[];
}

/** As few rules as say just that: one for the verbs on a kind, then one for kinds with the same verbs. */
export function rulesFrom(atoms: readonly Atom[]): RoleRule[] {
  const kinds = Map.groupBy(atoms, ({ group, resource, names }) =>
    JSON.stringify([group, resource, names]),
  );
  const perKind = [...kinds.values()].map((same) => ({
    verbs: ordered(same.map(({ verb }) => verb)),
    atoms: same,
    first: same[0] as Atom,
  }));
  const alike = Map.groupBy(perKind, ({ verbs, first: { group, resource, names } }) =>
    JSON.stringify([group, verbs, names === null ? '' : [resource, names]]),
  );
  return [...alike.values()]
    .map((kindsAlike): RoleRule => {
      const { verbs, first } = kindsAlike[0] as (typeof kindsAlike)[0];
      const all = kindsAlike.flatMap((kind) => kind.atoms);
      return {
        apiGroups: [first.group],
        resources: [...new Set(all.map(({ resource }) => resource))].sort(),
        resourceNames: first.names ?? [],
        nonResourceURLs: [],
        verbs,
        evidence: sum(all.map(({ evidence }) => evidence)),
        why: [...new Set(all.map(({ why }) => why).filter((why) => why !== ''))],
      };
    })
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** The same for paths. */
export function pathRules(uses: readonly PathUse[]): RoleRule[] {
  const paths = Map.groupBy(uses, ({ path }) => path);
  const perPath = [...paths].map(([path, same]) => ({
    path,
    same,
    verbs: ordered(same.map(({ verb }) => verb)),
  }));
  const alike = Map.groupBy(perPath, ({ verbs }) => verbs.join(' '));
  return [...alike.values()].map((kinds) => ({
    apiGroups: [],
    resources: [],
    resourceNames: [],
    nonResourceURLs: kinds.map(({ path }) => path).sort(),
    verbs: (kinds[0] as (typeof kinds)[0]).verbs,
    evidence: sum(kinds.flatMap(({ same }) => same)),
    why: [],
  }));
}

function sum(tallies: readonly Tally[]): Tally {
  const total = newTally();
  for (const tally of tallies) addTally(total, tally);
  return total;
}

const ORDER = 'get list watch create update patch delete deletecollection'.split(' ');

/** Verbs as people write them, each once. */
function ordered(verbs: readonly string[]): string[] {
  const place = (verb: string) => (ORDER.includes(verb) ? ORDER.indexOf(verb) : ORDER.length);
  return [...new Set(verbs)].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

function sortKey({ apiGroups, resources, resourceNames, verbs }: PolicyRule): string {
  return [apiGroups[0], resources[0], resourceNames.join(' '), verbs.join(' ')].join('\u0000');
}
