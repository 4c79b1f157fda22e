import { CSR } from '../../../record/derived/csr.ts';
import { at, objectOf, textOf } from '../../../record/derived/json.ts';
import { actor } from '../../../text/message.ts';
import type { Micros } from '../../../types.ts';
import type { Confidence } from '../../report/common.ts';
import { type Caller, isCertificate } from '../caller.ts';
import type { EventAct } from '../event-act.ts';
import type { Edge } from '../suspicion.ts';
import type { Trail } from '../trail.ts';
import { deedOf } from './link.ts';

/** A certificate that a suspect requested. */
export interface Request {
  readonly from: string;
  readonly time: Micros;
  /** Whom it names; `undefined` where the body isn't logged. */
  readonly named: string | undefined;
  /** How sure it is that the thief requested it. */
  readonly sure: Confidence | undefined;
}

/** A certificate was requested: it may come to be that of the user that it names. */
export function certificates(act: EventAct, trail: Trail): void {
  if (deedOf(act) !== 'create certificatesigningrequests' || act.dryRun) return;
  const named = textOf(at(objectOf(CSR.value(act.record)), 'commonName'));
  const request: Request = { from: act.identity, time: act.time, named, sure: trail.sure };
  const user = named ?? onlyNewcomer(trail, act.time);
  if (user !== undefined) reached(request, user, 'possible', trail)?.proofs.add(act);
  const { name } = act;
  if (name === null) return;
  if (trail.requests.has(name) || trail.requests.size < MOST) trail.requests.set(name, request);
  else trail.limited = true;
}

/** How many requests are remembered. */
const MOST = 5000;

/** A certificate that a suspect requested was approved, by whomever: whoever has it is the user that it names. */
export function approvedCertificate(act: EventAct, trail: Trail): void {
  const request = trail.requests.get(act.name ?? '');
  if (request === undefined || act.time < request.time || !isApproval(act)) return;
  const { named, from } = request;
  const user = named ?? onlyNewcomer(trail, act.time);
  if (user === undefined) return;
  const callers = trail.index.ofUser(user);
  const users = callers.filter(({ first }) => first >= act.time).filter(mayBeOfOne(trail));
  const isNew = callers.length > 0 && users.length === callers.length;
  const confidence = named === undefined ? 'possible' : isNew ? 'certain' : 'likely';
  const edge = reached(request, user, confidence, trail);
  edge?.proofs.add(act);
  const who = actor(from);
  const why =
    named === undefined
      ? `came first after ${who} had requested a certificate, for whom is not logged`
      : `a certificate of this name was requested by ${who} before`;
  for (const caller of users) {
    trail.accuse(caller, { since: caller.first, confidence, why, edge });
  }
}

function reached(
  { from, time, named, sure }: Request,
  to: string,
  confidence: Confidence,
  trail: Trail,
): Edge | undefined {
  const what = `a certificate${named === undefined ? ' that may be' : ''} of ${actor(to)}`;
  const text = `requested ${what}`;
  return trail.reach({
    from,
    to,
    link: 'certificate',
    credential: null,
    text,
    confidence,
    sure,
    time,
  });
}

/** Denials are written to the same place: told apart where the body is logged. */
function isApproval(act: EventAct): boolean {
  const { verb, resource, subresource } = act.evidence;
  if (resource !== 'certificatesigningrequests' || subresource !== 'approval') return false;
  if ((verb !== 'update' && verb !== 'patch') || act.dryRun || act.outcome !== 'allowed')
    return false;
  const conditions = at(objectOf(at(act.object, 'status')), 'conditions');
  return (
    !Array.isArray(conditions) ||
    conditions.some((one) => textOf(at(objectOf(one), 'type')) === 'Approved')
  );
}

/** So long after its approval a certificate may be used first: an hour, in microseconds. */
const SOON = 3_600_000_000;

/** Where the body isn't logged: the only user with a certificate who was never seen before and came soon. */
function onlyNewcomer(trail: Trail, time: Micros): string | undefined {
  const { index } = trail;
  if (!trail.mayLookAt(index.callers.length)) return undefined;
  const newcomers = index.callers.filter(
    ({ credentialId, first }) =>
      credentialId !== null && isCertificate(credentialId) && first >= time && first <= time + SOON,
  );
  const users = [...new Set(newcomers.map(({ user }) => user))].filter(
    (user) => !user.startsWith('system:') && index.ofUser(user).every(({ first }) => first >= time),
  );
  return users.length === 1 ? users[0] : undefined;
}

/** Before Kubernetes 1.32 certificates have no id. */
function mayBeOfOne({ index }: Trail): (caller: Caller) => boolean {
  return ({ credentialId }) =>
    credentialId === null ? !index.hasCertificateIds : isCertificate(credentialId);
}
