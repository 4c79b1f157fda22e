import { quoted } from '../../text/request.ts';
import { leastSure } from '../confidence.ts';
import { proofOf } from '../proofs.ts';
import type { Confidence, Proof } from '../report/common.ts';
import type { Credential } from '../report/credential.ts';
import type { Origin } from '../report/origin.ts';
import { actorOf, joined } from '../words.ts';
import type { Known, Reason } from './reason.ts';

/** What says that somebody else holds a credential. */

/** Seconds; what departs from less history than a minute departs from none. */
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** All reasons of this kind, the strongest first: no surer than whose credential it is belongs to the trail. */
export function possession(known: Known): Reason[] {
  const isTheirs = concerning(known);
  return all(known).flatMap(({ identity, ...reason }) =>
    isTheirs(identity) ? [{ ...reason, confidence: asSure(known, identity, reason) }] : [],
  );
}

/** What says so of identities that whoever was asked for may have nothing to do with: odd, and no more. */
export function possessionOfOthers(known: Known): Reason[] {
  const isTheirs = concerning(known);
  return all(known).flatMap(({ identity, ...reason }) => {
    if (isTheirs(identity)) return [];
    const text = `of ${actorOf(identity)}, which it may have led to: ${reason.text}`;
    return [{ ...reason, text, weight: 1, confidence: 'possible' }];
  });
}

/** A reason, and whose credential it is about. */
interface Held extends Reason {
  readonly identity: string;
}

function all(known: Known): Held[] {
  return [...afterEnd(known), ...twoPlaces(known), ...besidePods(known), ...departures(known)];
}

/** Whose credentials tell of whoever was asked for: its own, of those that it surely led to, and of all that led to it. */
function concerning({ subject, identities }: Known): (identity: string) => boolean {
  const theirs = new Set(subject.identities);
  const plain = identities.edges.filter(({ link }) => link !== 'same origin');
  const sources = Map.groupBy(plain, ({ to }) => to);
  for (const id of theirs) for (const { from } of sources.get(id) ?? []) theirs.add(from);
  for (const { id, confidence } of identities.nodes) if (confidence !== 'possible') theirs.add(id);
  return (identity) => theirs.has(identity);
}

function asSure(known: Known, identity: string, { confidence }: Reason): Confidence {
  if (known.subject.identities.includes(identity)) return confidence;
  const node = known.identities.nodes.find(({ id }) => id === identity);
  return leastSure([confidence, node?.confidence ?? 'possible']);
}

const ENDS: Readonly<Record<NonNullable<Credential['usedAfterEnd']>['what'], string>> = {
  pod: 'its pod was deleted',
  secret: 'its Secret was deleted',
  serviceaccount: 'its ServiceAccount was deleted',
  expiry: 'it had expired',
};

function afterEnd({ credentials }: Known): Held[] {
  return credentials.flatMap(({ usedAfterEnd, confidence, identity }) => {
    if (usedAfterEnd === null) return [];
    const text = `a credential was used after ${ENDS[usedAfterEnd.what]}`;
    return [
      { identity, says: 'possession', text, weight: 3, confidence, proof: usedAfterEnd.proof },
    ];
  });
}

/** One credential, two addresses, one time: of which one is not its own. Once for two addresses, by any program. */
function twoPlaces({ origins }: Known): Held[] {
  const byId = new Map(origins.map((one) => [one.id, one]));
  const found = new Map<string, Held & { readonly proofs: (Proof | null)[] }>();
  for (const here of origins) {
    if (here.whose !== 'suspect') continue;
    for (const { origin, proof } of here.together) {
      const there = byId.get(origin);
      if (!isElsewhere(here, there)) continue;
      const places = [placeOf(here), placeOf(there)];
      // Of two suspect places each is together with the other.
      const pair = there?.whose === 'suspect' ? places.sort() : places;
      const { identity } = here;
      const isOne = isOneCredential(here);
      const text = `one ${isOne ? 'credential' : 'account'} was used from ${pair.join(' and from ')} at the same time`;
      const key = JSON.stringify([identity, text]);
      const known = found.get(key) ?? { identity, text, ...(isOne ? ONE : SOME), proofs: [] };
      known.proofs.push(proof);
      found.set(key, known);
    }
  }
  return [...found.values()].map(({ proofs, ...one }) => ({ ...one, proof: proofOf(proofs) }));
}

const ONE = { says: 'possession', weight: 3, confidence: 'certain', proof: null } as const;
const SOME = { says: 'possession', weight: 2, confidence: 'possible', proof: null } as const;

/** By its id, or its pod; else only the account is known. */
function isOneCredential({ credentials }: Origin): boolean {
  return credentials.every((id) => /^(?:JTI=|X509SHA256=|pod:)/.test(id));
}

function isElsewhere(here: Origin, there: Origin | undefined): boolean {
  return there !== undefined && there.address !== here.address && there.address !== null;
}

function placeOf(origin: Origin | undefined): string {
  return origin?.address == null ? 'an unknown address' : quoted(origin.address, 60);
}

/**
 * A token from a Secret that begins to be used at a new place by a new program, while the account's pods go on where
 * they are: whoever can read the Secret has it. How long the history is says little then: the pods need no such token.
 */
function besidePods({ credentials, origins }: Known): Held[] {
  const legacy = credentials.filter(({ kind, whose }) => kind === 'legacy' && whose === 'suspect');
  return legacy.flatMap(({ id, identity, issued, secret }) => {
    const pods = origins.filter(
      (one) => one.identity === identity && one.whose === 'own' && one.pods.length > 0,
    );
    return origins
      .filter(({ credentials: held, whose }) => whose === 'suspect' && held.includes(id))
      .flatMap((here): Held[] => {
        const proof = proofOf(newIn(here, ['address', 'program']).map((one) => one.proof));
        const there = pods.find((one) => isElsewhere(here, one) && one.lastUse >= here.firstUse);
        if (proof === null || there === undefined) return [];
        const maker = issued === null || issued.by === identity ? '' : madeBy(issued.by, secret);
        const text = `a token from a Secret was used from ${placeOf(here)}, while its pods go on at ${placeOf(there)}${maker}`;
        return [{ identity, says: 'possession', text, weight: 2, confidence: 'likely', proof }];
      });
  });
}

function madeBy(user: string, secret: Credential['secret']): string {
  const name =
    secret === null ? 'the Secret' : `Secret ${quoted(`${secret.namespace}/${secret.name}`, 320)}`;
  return `; ${actorOf(user)} made ${name}`;
}

/** What departs by all of these kinds; none where it does not. */
function newIn(origin: Origin, kinds: readonly string[]): Origin['departures'] {
  const found = origin.departures.filter(
    ({ kind, historySeconds }) => kinds.includes(kind) && historySeconds >= MINUTE,
  );
  return new Set(found.map(({ kind }) => kind)).size < kinds.length ? [] : found;
}

const STRIKING: ReadonlySet<string> = new Set(['address', 'network', 'program']);

/** A new place says much after a day of one place, and little after a minute. */
function departures({ origins }: Known): Held[] {
  return origins
    .filter(({ whose }) => whose === 'suspect')
    .flatMap((origin) => {
      const striking = origin.departures.filter(
        ({ kind, historySeconds }) => STRIKING.has(kind) && historySeconds >= MINUTE,
      );
      const proof = proofOf(striking.map((one) => one.proof));
      if (proof === null) return [];
      const history = Math.min(...striking.map(({ historySeconds }) => historySeconds));
      const isPlace = striking.some(({ kind }) => kind !== 'program');
      const kinds = joined([...new Set(striking.map(({ kind }) => kind))]);
      const program = origin.program === null ? '' : ` with ${quoted(origin.program, 60)}`;
      const text =
        `used from ${placeOf(origin)}${program}: ${kinds} never seen in ${lengthOf(history)} of its own ` +
        'history in this log';
      const weight = history < HOUR ? 1 : 2;
      const confidence =
        isPlace && history >= DAY ? 'certain' : history >= HOUR ? 'likely' : 'possible';
      const confidences = [confidence, confidenceOf(origin)] as const;
      const { identity } = origin;
      return [
        { identity, says: 'possession', text, weight, confidence: leastSure(confidences), proof },
      ];
    });
}

/** What is told apart by the place alone is no surer than that. */
function confidenceOf({ credentials }: Origin): 'certain' | 'likely' {
  return credentials.every((id) => /^(?:JTI|X509SHA256)=/.test(id)) ? 'certain' : 'likely';
}

/** `3d`, `5h`, `20m`. */
function lengthOf(seconds: number): string {
  if (seconds >= 2 * DAY) return `${Math.floor(seconds / DAY)}d`;
  if (seconds >= HOUR) return `${Math.floor(seconds / HOUR)}h`;
  return `${Math.floor(seconds / 60)}m`;
}
