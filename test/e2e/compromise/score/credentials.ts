import type { Credential } from '../../../../src/investigate/report/credential.ts';
import type { Report } from '../../../../src/investigate/report/index.ts';
import type { Credential as TrueCredential, Truth } from '../truth.ts';
import { type Checked, type Section, section } from './section.ts';

const HAS_ID = /^(?:JTI|X509SHA256)=/;

/** Whether a report's credential is this one: by its id or, where the log has none, by user and place. */
export function isCredential(claim: Credential, one: TrueCredential): boolean {
  if (claim.kind !== 'unknown' && claim.kind !== one.kind) return false;
  if (one.id !== null && HAS_ID.test(claim.id)) return claim.id === one.id;
  if (claim.identity !== one.user || HAS_ID.test(claim.id)) return false;
  if (claim.secret !== null) {
    return `${claim.secret.namespace}/${claim.secret.name}` === one.secret;
  }
  return claim.id === `pod:${one.pod}` || claim.id.endsWith(`@${one.from}`);
}

/** Whether somebody who isn't let in has no name but the attacker's address. */
function isNobody({ id, identity }: Credential, { addresses }: Truth): boolean {
  return identity === '?' && addresses.some((address) => id.endsWith(`@${address}`));
}

export function isRightCredential(claim: Credential, truth: Truth): boolean {
  return truth.credentials.some((one) => isCredential(claim, one)) || isNobody(claim, truth);
}

/** What let the attacker in. */
export function scoreCredentials(report: Report, truth: Truth): Section {
  const suspect = report.credentials.filter(({ whose }) => whose === 'suspect');
  const truths = truth.credentials.map((one) => ({
    text: inWords(one),
    ok: suspect.some((claim) => isCredential(claim, one)),
  }));
  const claims = suspect.map((claim) => ({
    text: `${claim.kind} ${claim.id} of ${claim.identity}`,
    ok: isRightCredential(claim, truth),
  }));
  return section('credentials', truths, claims);
}

/** What is said of them: who had them issued, their siblings, their use after their pod's end. */
export function scoreFacts(report: Report, truth: Truth): Section {
  const truths: Checked[] = [];
  const claims: Checked[] = [];
  for (const one of truth.credentials) {
    const claim = report.credentials.find((candidate) => isCredential(candidate, one));
    const { issued = null, usedAfterEnd = null, refused = null } = claim ?? {};
    const { issuedBy, afterEnd } = one;
    const facts = [
      { text: 'who had it issued', said: issued?.by ?? null, true: issuedBy },
      { text: 'how often refused', said: refused?.count ?? 0, true: afterEnd.refused },
    ];
    for (const fact of facts) {
      const checked = { text: `${inWords(one)}: ${fact.text}`, ok: fact.said === fact.true };
      if (fact.true) truths.push(checked);
      if (fact.said) claims.push(checked);
    }
    if (usedAfterEnd !== null) {
      claims.push({ text: `${inWords(one)}: used after its end`, ok: afterEnd.accepted });
    }
  }
  const { credential, siblings } = truth.subject;
  const said = report.credentials.find(({ id }) => id === credential)?.siblings ?? [];
  const last = siblings.at(-1) ?? '';
  truths.push({ text: `sibling ${last}`, ok: said.includes(last) });
  claims.push(...said.map((id) => ({ text: `sibling ${id}`, ok: siblings.includes(id) })));
  return section('facts', truths, claims);
}

const inWords = ({ kind, user, id }: TrueCredential) =>
  `${kind} token or certificate of ${user} ${id ?? ''}`;
