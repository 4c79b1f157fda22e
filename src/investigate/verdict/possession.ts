import { quoted } from '../../text/request.ts';
import { leastSure } from '../confidence.ts';
import { proofOf } from '../proofs.ts';
import type { Proof } from '../report/common.ts';
import type { Credential } from '../report/credential.ts';
import type { Origin } from '../report/origin.ts';
import { joined } from '../words.ts';
import type { Known, Reason } from './reason.ts';

/** What says that somebody else holds a credential. */

/** Seconds; what departs from less history than a minute departs from none. */
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** All reasons of this kind, the strongest first. */
export function possession(known: Known): Reason[] {
  return [...afterEnd(known), ...twoPlaces(known), ...departures(known)];
}

const ENDS: Readonly<Record<NonNullable<Credential['usedAfterEnd']>['what'], string>> = {
  pod: 'its pod was deleted',
  secret: 'its Secret was deleted',
  serviceaccount: 'its ServiceAccount was deleted',
  expiry: 'it had expired',
};

function afterEnd({ credentials }: Known): Reason[] {
  return credentials.flatMap(({ usedAfterEnd, confidence }) => {
    if (usedAfterEnd === null) return [];
    const text = `a credential was used after ${ENDS[usedAfterEnd.what]}`;
    return [{ says: 'possession', text, weight: 3, confidence, proof: usedAfterEnd.proof }];
  });
}

/** One credential, two addresses, one time: of which one is not its own. Once for two addresses, by any program. */
function twoPlaces({ origins }: Known): Reason[] {
  const byId = new Map(origins.map((one) => [one.id, one]));
  const proofs = {
    credential: new Map<string, (Proof | null)[]>(),
    account: new Map<string, (Proof | null)[]>(),
  };
  for (const here of origins) {
    if (here.whose !== 'suspect') continue;
    for (const { origin, proof } of here.together) {
      const there = byId.get(origin);
      if (!isElsewhere(here, there)) continue;
      const places = [placeOf(here), placeOf(there)];
      // Of two suspect places each is together with the other.
      const pair = there?.whose === 'suspect' ? places.sort() : places;
      const what = isOneCredential(here) ? 'credential' : 'account';
      const text = `one ${what} was used from ${pair.join(' and from ')} at the same time`;
      proofs[what].set(text, [...(proofs[what].get(text) ?? []), proof]);
    }
  }
  return [
    ...Array.from(proofs.credential, ([text, all]): Reason => {
      return { says: 'possession', text, weight: 3, confidence: 'certain', proof: proofOf(all) };
    }),
    ...Array.from(proofs.account, ([text, all]): Reason => {
      return { says: 'possession', text, weight: 2, confidence: 'possible', proof: proofOf(all) };
    }),
  ];
}

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

const STRIKING: ReadonlySet<string> = new Set(['address', 'network', 'program']);

/** A new place says much after a day of one place, and little after a minute. */
function departures({ origins }: Known): Reason[] {
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
      return [{ says: 'possession', text, weight, confidence: leastSure(confidences), proof }];
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
