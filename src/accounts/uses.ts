import { textsOf } from '../record/derived/json.ts';
import type { AuditRecord } from '../types.ts';
import { rightsAsked } from './asked.ts';
import type { Call } from './call.ts';
import { GROUPS } from './fields.ts';
import type { PolicyRule } from './rbac.ts';
import { isGrantable, isPath, type ResourceRight, type Right } from './right.ts';
import { countOne, newTally, type Room, Tallies, type Tally } from './tally.ts';

/** What was done of one kind, to any objects in one namespace. */
export interface Use extends Tally {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  /** Empty: in none, or in all. */
  readonly namespace: string;
  /** How often no name was asked for. */
  readonly unnamed: Tally;
  readonly names: Tallies;
  /** It need not be granted to who holds all these rules; `undefined` where that doesn't help. */
  readonly holding: Map<string, PolicyRule> | undefined;
}

/** Requests for one path that is no object's. */
export interface PathUse extends Tally {
  readonly verb: string;
  readonly path: string;
}

/** At most so many uses, and names of one. */
const MOST = { uses: 20_000, names: 1000, holding: 200, groups: 100 } as const;

/** What one account was allowed to do and did, as rights. */
export class Uses {
  readonly user: string;
  /** Whether what others did in its name counts. */
  readonly #others: boolean;
  #latest: Right | undefined;
  readonly #resources = new Tallies<Use>(MOST.uses, () => newUse(this.#latest as ResourceRight));
  readonly #paths = new Tallies<PathUse>(MOST.uses, () => {
    const { verb, path } = this.#latest as PathUse;
    return { ...newTally(), verb, path };
  });
  readonly room: Room = { left: 200_000, dropped: 0 };
  /** Requests that were allowed. */
  readonly allowed: Tally = newTally();
  readonly refused: Tally = newTally();
  /** Requests by others in its name, and whose. */
  readonly inItsName = new Tallies(100, newTally);
  /** The groups that it was authenticated with. */
  readonly groups = new Set<string>();
  /** Rights that RBAC can't grant by themselves, such as those to a resource called `*`. */
  ungrantable = 0;
  /** What would be asked beside, and can't be told as the bodies weren't logged: by verb. */
  readonly untold = new Map<string, Tally>();

  /** `others`: counts what others did in its name, too. */
  constructor(user: string, { others = true }: { readonly others?: boolean } = {}) {
    this.user = user;
    this.#others = others;
  }

  /** What a request asked for, for this account; `undefined` where it isn't about it. */
  read(record: AuditRecord, call: Call): Call['rights'] {
    if (call.user !== this.user && call.impersonated !== this.user) return undefined;
    if (call.user !== this.user && !this.#others) return undefined;
    if (call.user === this.user && this.groups.size < MOST.groups) {
      for (const group of textsOf(record.field(GROUPS))) this.groups.add(group);
    }
    return rightsAsked(record, call, this.user);
  }

  /** Counts a request. */
  add({ rights, allowed, time, user }: Call): void {
    if (rights === undefined) return;
    if (!allowed) return countOne(this.refused, time);
    countOne(this.allowed, time);
    if (user !== this.user) this.inItsName.add(user, time, this.room);
    for (const right of rights) this.#addRight(right, time);
  }

  /** Uses of objects, the most frequent first. */
  resources(): Use[] {
    return this.#resources.sorted().map(([, use]) => use);
  }

  /** Uses of other paths. */
  paths(): PathUse[] {
    return this.#paths.sorted().map(([, use]) => use);
  }

  #addRight(right: Right, time: number): void {
    if ('untold' in right) {
      const tally = this.untold.get(right.verb) ?? newTally();
      this.untold.set(right.verb, tally);
      return countOne(tally, time);
    }
    if (!isGrantable(right)) {
      this.ungrantable++;
      return;
    }
    this.#latest = right;
    if (isPath(right)) {
      this.#paths.add(`${right.verb} ${right.path}`, time, this.room);
      return;
    }
    const { verb, group, resource, namespace, name } = right;
    const key = `${verb} ${group} ${resource} ${namespace}`;
    const use = this.#resources.add(key, time, this.room);
    if (use === undefined) return;
    if (name === '') countOne(use.unnamed, time);
    else use.names.add(name, time, this.room);
    hold(use, right);
  }
}

function newUse({ verb, group, resource, namespace, holding }: ResourceRight): Use {
  const kind = { verb, group, resource, namespace };
  return {
    ...newTally(),
    ...kind,
    unnamed: newTally(),
    names: new Tallies(MOST.names, newTally),
    holding: holding === undefined ? undefined : new Map(),
  };
}

/** With more rules than can be kept, it is as if nobody held them all. */
function hold({ holding }: Use, right: ResourceRight): void {
  if (holding === undefined) return;
  for (const rule of right.holding ?? [EVERYTHING]) {
    const kept = holding.size < MOST.holding ? rule : EVERYTHING;
    holding.set(JSON.stringify(kept), kept);
  }
}

const EVERYTHING: PolicyRule = {
  verbs: ['*'],
  apiGroups: ['*'],
  resources: ['*'],
  resourceNames: [],
  nonResourceURLs: [],
};
