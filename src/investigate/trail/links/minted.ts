import { actor } from '../../../text/message.ts';
import { accountOf, type Caller, userOf } from '../caller.ts';
import type { EventAct } from '../event-act.ts';
import { FIELD, textAt } from '../fields.ts';
import type { Edge } from '../suspicion.ts';
import type { Trail } from '../trail.ts';
import { deedOf } from './link.ts';

/** A token was minted: whoever uses it is the thief. */
export function minted(act: EventAct, trail: Trail): void {
  if (deedOf(act) !== 'create serviceaccounts/token') return;
  const { namespace } = act.evidence;
  const { name } = act;
  if (namespace === null || name === null) return;
  const user = userOf(namespace, name);
  const issued = textAt(act.record, FIELD.issued);
  const edge = trail.reach({
    from: act.identity,
    to: user,
    link: 'minted token',
    credential: issued,
    text: `minted a token of ${actor(user)}`,
    confidence: 'certain',
  });
  edge?.proofs.add(act);
  if (issued !== null && trail.minted.size < MOST_TOKENS) {
    trail.minted.add(issued);
    trail.credentials.add(issued);
  }
  if (issued === null || !trail.index.hasIds) accuseNewcomers(act, trail, user, edge);
  if (issued !== null) {
    const why = `used a token that ${actor(act.identity)} minted`;
    const suspicion = {
      since: Number.NEGATIVE_INFINITY,
      confidence: 'certain',
      why,
      edge,
    } as const;
    for (const caller of trail.index.ofCredential(issued)) trail.accuse(caller, suspicion);
  }
}

/**
 * Who minted a token of the trail: the thief where that account departs from itself or both come from one address, else
 * somebody to ask. Kubelets fetch tokens for all pods.
 */
export function mintedBefore(act: EventAct, trail: Trail): void {
  const { namespace } = act.evidence;
  const { name, caller } = act;
  if (caller.user.startsWith('system:node:') || name === null || namespace === null) return;
  const issued = issuedToTrail(act, trail);
  if (issued === null) return;
  const user = userOf(namespace, name);
  const holders = trail.index.ofCredential(issued).filter((one) => trail.suspects.has(one));
  const isNear = holders.some(({ address }) => address !== null && address === caller.address);
  const departs = trail.departuresOf(caller.user).get(caller)?.isElsewhere === true;
  // A person may try out a token where that person always is.
  const isSame = departs || (isNear && accountOf(caller.user) !== undefined);
  const edge = trail.reach({
    from: caller.user,
    to: user,
    link: 'minted token',
    credential: issued,
    text: `minted a token of ${actor(user)}`,
    confidence: isNear && isSame ? 'certain' : isSame ? 'likely' : 'possible',
    back: true,
  });
  edge?.proofs.add(act);
  if (!isSame) return;
  const why = `minted a token that is on the trail, from ${caller.address ?? 'an unknown address'}`;
  trail.accuse(caller, { since: Number.NEGATIVE_INFINITY, confidence: 'likely', why, edge });
}

/** The token of the trail that was issued: an account that is on it may ask for others. */
function issuedToTrail(act: EventAct, trail: Trail): string | null {
  const issued = textAt(act.record, FIELD.issued);
  return issued !== null && trail.credentials.has(issued) ? issued : null;
}

/** Without ids in the log: who of the account came later to a place where it had never been. */
function accuseNewcomers(act: EventAct, trail: Trail, user: string, edge: Edge | undefined): void {
  const callers = trail.index.ofUser(user);
  if (!trail.mayLookAt(callers.length)) return;
  const earlier = new Set(callers.filter(({ first }) => first < act.time).map(placeOf));
  for (const caller of callers) {
    if (caller.first < act.time || caller.pod !== null || earlier.has(placeOf(caller))) continue;
    const isNear = trail.isNear(caller);
    if (!isNear && caller.first > act.time + LONGEST_TOKEN) continue;
    trail.accuse(caller, {
      since: caller.first,
      confidence: isNear ? 'likely' : 'possible',
      why: `first seen after ${actor(act.identity)} minted a token of the account`,
      edge,
    });
  }
}

/** How many minted tokens are remembered. */
const MOST_TOKENS = 10_000;

/** A day: what kube-apiserver grants at most where nobody says otherwise, in microseconds. */
const LONGEST_TOKEN = 86_400_000_000;

function placeOf({ address, program }: Caller): string {
  return JSON.stringify([address, program]);
}
