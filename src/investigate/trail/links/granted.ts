import { GRANTED_BY } from '../../../record/derived/granted-by.ts';
import { at, objectOf, textOf, textsOf } from '../../../record/derived/json.ts';
import { SUBJECTS } from '../../../record/derived/subjects.ts';
import { actor } from '../../../text/message.ts';
import { BINDINGS } from '../../kinds.ts';
import type { Caller } from '../caller.ts';
import type { EventAct } from '../event-act.ts';
import { isByHand } from '../places.ts';
import type { Trail } from '../trail.ts';
import { wrote } from './link.ts';

/** Bindings that a suspect wrote, as `satrap.grantedBy.binding` calls them. */
export interface Grant {
  readonly from: string;
  readonly time: number;
  /** Whom it names; groups are not followed: whoever is in one has done so without the thief. */
  readonly users: Set<string>;
  readonly act: string;
}

/** A binding was written: notes whom it gives rights to. */
export function granted(act: EventAct, trail: Trail): void {
  const { name } = act;
  if (!wrote(act, BINDINGS) || name === null) return;
  const { resource, namespace } = act.evidence;
  const key =
    resource === 'rolebindings'
      ? `RoleBinding ${namespace ?? ''}/${name}`
      : `ClusterRoleBinding ${name}`;
  const users = textsOf(at(objectOf(SUBJECTS.value(act.record)), 'users'));
  const known = trail.grants.get(key);
  if (known !== undefined) for (const user of users) known.users.add(user);
  else if (trail.grants.size >= MOST_GRANTS) trail.limited = true;
  else {
    const { identity: from, time, id } = act;
    trail.grants.set(key, { from, time, users: new Set(users), act: id });
  }
}

const MOST_GRANTS = 5000;

/** The binding of the trail by which a request was allowed. */
export function grantOf(reason: string | null, trail: Trail): Grant | undefined {
  if (reason === null) return undefined;
  const binding = textOf(at(objectOf(GRANTED_BY.ofValue?.(reason)), 'binding'));
  return binding === undefined ? undefined : trail.grants.get(binding);
}

/**
 * A right that the trail gave was used: its beneficiary is reached. Whoever came after it and is a stranger to the
 * account is the thief; the account's own workload may have been given a right that it never asked for.
 */
export function usedGrant(act: EventAct, grant: Grant, trail: Trail): void {
  const { caller } = act;
  const isSuspect = trail.suspects.has(caller);
  if (!mayUse(act, grant, isSuspect)) return;
  const isThief = isSuspect || isStranger(caller, grant, trail);
  const edge = trail.reach({
    from: grant.from,
    to: caller.user,
    link: 'granted rights',
    credential: null,
    text: `gave rights to ${actor(caller.user)}, which used them`,
    confidence: isSuspect ? 'certain' : isThief ? 'likely' : 'possible',
    innocent: !isThief,
  });
  if (edge === undefined) return;
  if (edge.proofs.count === 0) edge.proofs.add({ id: grant.act });
  edge.proofs.add(act);
  if (isSuspect || !isThief) return;
  const why = `used rights that ${actor(grant.from)} had given it`;
  trail.accuse(caller, { since: caller.first, confidence: 'likely', why, edge });
}

/** New pods come with every rollout, but not new programs, nor new places of a tool that is used by hand. */
function isStranger({ user, address, program }: Caller, { time }: Grant, trail: Trail): boolean {
  const earlier = trail.index.ofUser(user).filter((caller) => caller.first < time);
  const sameProgram = earlier.filter((caller) => caller.program === program);
  if (sameProgram.length === 0) return true;
  return isByHand(program) && sameProgram.every((caller) => caller.address !== address);
}

/** Without the body nobody knows whether it names the account, or a group of thousands. */
function mayUse(act: EventAct, { time, users }: Grant, isSuspect: boolean): boolean {
  if (act.time < time || act.outcome !== 'allowed') return false;
  return users.has(act.caller.user) || (isSuspect && users.size === 0);
}
