import { CSR } from '../../../record/derived/csr.ts';
import { at, objectOf, textOf } from '../../../record/derived/json.ts';
import { actor } from '../../../text/message.ts';
import type { Caller } from '../caller.ts';
import type { EventAct } from '../event-act.ts';
import type { Trail } from '../trail.ts';
import { deedOf } from './link.ts';

/** A certificate was requested: whoever has it is the user that it names. */
export function certificates(act: EventAct, trail: Trail): void {
  if (deedOf(act) !== 'create certificatesigningrequests' || act.dryRun) return;
  const named = textOf(at(objectOf(CSR.value(act.record)), 'commonName'));
  const user = named ?? onlyNewcomer(act, trail);
  if (user === undefined) return;
  const callers = trail.index.ofUser(user);
  const users = callers.filter((caller) => caller.first >= act.time && isOfCertificate(caller));
  const isNew = callers.length > 0 && users.length === callers.length;
  const confidence = named === undefined ? 'possible' : isNew ? 'certain' : 'likely';
  const edge = trail.reach({
    from: act.identity,
    to: user,
    link: 'certificate',
    credential: null,
    text: `requested a certificate${named === undefined ? ' that may be' : ''} of ${actor(user)}`,
    confidence,
  });
  edge?.proofs.add(act);
  const who = actor(act.identity);
  const why =
    named === undefined
      ? `came first after ${who} had requested a certificate, for whom is not logged`
      : `a certificate of this name was requested by ${who} before`;
  for (const caller of users) {
    trail.accuse(caller, { since: caller.first, confidence, why, edge });
  }
}

/** So long after the request a certificate may be used first: an hour, in microseconds. */
const SOON = 3_600_000_000;

/** Where the body isn't logged: the only user with a certificate who was never seen before and came soon. */
function onlyNewcomer(act: EventAct, trail: Trail): string | undefined {
  const { index } = trail;
  if (!trail.mayLookAt(index.callers.length)) return undefined;
  const newcomers = index.callers.filter(
    ({ credentialId, first }) =>
      credentialId?.startsWith('X509SHA256=') === true &&
      first >= act.time &&
      first <= act.time + SOON,
  );
  const users = [...new Set(newcomers.map(({ user }) => user))].filter(
    (user) =>
      !user.startsWith('system:') && index.ofUser(user).every(({ first }) => first >= act.time),
  );
  return users.length === 1 ? users[0] : undefined;
}

/** Before Kubernetes 1.32 certificates have no id. */
function isOfCertificate({ credentialId }: Caller): boolean {
  return credentialId === null || credentialId.startsWith('X509SHA256=');
}
