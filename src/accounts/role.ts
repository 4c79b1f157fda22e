import { defaultRoleFor } from './default-rights.ts';
import { identityOf } from './identity.ts';
import { isGrave, namesFor } from './names.ts';
import { covers } from './rbac.ts';
import type { Right } from './right.ts';
import { type Atom, pathRules, type RoleRule, rulesFrom } from './role-rules.ts';
import { addTally, newTally, type Tally } from './tally.ts';
import type { PathUse, Use, Uses } from './uses.ts';

/** How a role is made. */
export interface RoleOptions {
  /** More names than that of one kind are not listed. */
  readonly names: number;
  /** What was done in more namespaces than that is granted in all of them. */
  readonly namespaces: number;
  /** Grants what everybody has, too. */
  readonly defaults: boolean;
}

/** What an account needs, as far as it was seen. */
export interface NeededRoles {
  /** For a ClusterRole. */
  readonly cluster: readonly RoleRule[];
  /** For a Role in each namespace. */
  readonly namespaces: ReadonlyMap<string, readonly RoleRule[]>;
  /** Left out, as everybody has it: by ClusterRole. */
  readonly byDefault: ReadonlyMap<string, Tally>;
}

/** Works out the smallest roles that allow all that was seen and allowed. */
export function neededRoles(uses: Uses, options: RoleOptions): NeededRoles {
  const byDefault = new Map<string, Tally>();
  const isOwn = (use: Use | PathUse) => {
    const role = options.defaults ? undefined : defaultRoleFor(identityOf(uses.user), rightOf(use));
    if (role === undefined) return true;
    const tally = byDefault.get(role) ?? newTally();
    addTally(tally, use);
    byDefault.set(role, tally);
    return false;
  };
  const all = widened(uses.resources().filter(isOwn), options.namespaces);
  const paths = uses.paths().filter(isOwn);
  const everywhere = all.filter(({ namespace }) => namespace === '');
  const clusterAtoms = withoutHeld(atomsOf(everywhere, [], options), []);
  const byNamespace = Map.groupBy(
    all.filter(({ namespace }) => namespace !== ''),
    ({ namespace }) => namespace,
  );
  const cluster = rulesFrom(clusterAtoms);
  const namespaces = [...byNamespace]
    .map(([namespace, own]): [string, RoleRule[]] => [
      namespace,
      rulesFrom(withoutHeld(atomsOf(own, clusterAtoms, options), cluster)),
    ])
    .filter(([, rules]) => rules.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    cluster: [...cluster, ...pathRules(paths)],
    namespaces: new Map(namespaces),
    byDefault,
  };
}

function rightOf(use: Use | PathUse): Right {
  if ('path' in use) return use;
  const { verb, group, resource, namespace } = use;
  return { verb, group, resource, namespace, name: '' };
}

/** A use, and why it is wider than it was seen. */
type Widened = Use & { readonly wide?: string };

/** What was done in many namespaces, as done in all of them. */
function widened(uses: readonly Use[], most: number): Widened[] {
  const kinds = Map.groupBy(uses, ({ verb, group, resource }) => `${verb} ${group} ${resource}`);
  return [...kinds.values()].flatMap((same): Widened[] => {
    const [first] = same as [Use];
    const inSome = same.filter(({ namespace }) => namespace !== '');
    if (inSome.length <= most || isGrave(first)) return same;
    const whole = { ...newTally(), unnamed: newTally() };
    for (const use of same) addTally(whole, use);
    // Names say nothing any more where they stand in so many namespaces.
    addTally(whole.unnamed, whole);
    const wide = `in ${inSome.length} namespaces`;
    return [{ ...first, ...whole, namespace: '', wide }];
  });
}

/** What one scope needs beside what is granted everywhere. */
function atomsOf(
  uses: readonly Widened[],
  everywhere: readonly Atom[],
  options: RoleOptions,
): Atom[] {
  const isListed = ({ group, resource }: Use) =>
    uses.some(
      (one) =>
        one.verb === 'list' &&
        one.group === group &&
        one.resource === resource &&
        one.unnamed.count > 0,
    ) || everywhere.some((atom) => atom.names === null && isSame(atom, 'list', group, resource));
  return uses.flatMap((use): Atom[] => {
    const { verb, group, resource, wide } = use;
    const same = everywhere.filter((atom) => isSame(atom, verb, group, resource));
    if (same.some(({ names }) => names === null)) return [];
    const names = namesFor(use, { most: options.names, listed: isListed(use) });
    const granted = new Set(same.flatMap((atom) => atom.names ?? []));
    const left = 'list' in names ? names.list.filter((name) => !granted.has(name)) : null;
    if (left?.length === 0) return [];
    const why = wide ?? ('why' in names ? names.why : '');
    const holding = use.holding && [...use.holding.values()];
    return [{ verb, group, resource, names: left, evidence: use, why, holding }];
  });
}

function isSame(atom: Atom, verb: string, group: string, resource: string): boolean {
  return atom.verb === verb && atom.group === group && atom.resource === resource;
}

/** Leaves out `escalate` where the account holds what it grants to others. */
function withoutHeld(atoms: readonly Atom[], everywhere: readonly RoleRule[]): Atom[] {
  const rules = [...everywhere, ...rulesFrom(atoms)];
  return atoms.filter(
    ({ holding }) => holding === undefined || !holding.every((rule) => covers(rules, rule)),
  );
}
