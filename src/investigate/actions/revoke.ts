import { quoted } from '../../text/request.ts';
import type { Credential } from '../report/credential.ts';
import { accountOf } from '../trail/caller.ts';
import type { Known } from '../verdict/reason.ts';
import { BY_HAND, type Draft, draft } from './draft.ts';
import { isGone } from './gone.ts';
import { onObject } from './kubectl.ts';
import { type Holder, remakeAccount, tokenSecrets } from './revoke-account.ts';
import { certificates } from './revoke-certificate.ts';

/** How credentials are ended: each kind in its own way. */

/** One action for each pod, Secret, account and certificate that must end. */
export function revoke(known: Known): Draft[] {
  const suspect = known.credentials.filter(({ whose }) => whose === 'suspect');
  return [
    ...pods(known, suspect),
    ...secrets(suspect),
    ...accounts(known, suspect),
    ...certificates(known),
    ...others(suspect),
  ];
}

interface PodPlace {
  readonly namespace: string;
  readonly name: string;
}

/** Bound tokens end with their pod; so does what could be read in a pod that was entered. */
function pods({ taken }: Known, suspect: readonly Credential[]): Draft[] {
  const places = new Map<
    string,
    { place: PodPlace; uids: Set<string>; about: string[]; bound: Credential[] }
  >();
  const at = (place: PodPlace) => {
    const key = JSON.stringify([place.namespace, place.name]);
    const known = places.get(key) ?? { place, uids: new Set(), about: [], bound: [] };
    places.set(key, known);
    return known;
  };
  for (const one of suspect) {
    if (one.pod === null || one.kind === 'certificate' || one.kind === 'legacy') continue;
    const entry = at(one.pod);
    if (one.pod.uid !== null) entry.uids.add(one.pod.uid);
    entry.about.push(one.id);
    entry.bound.push(one);
  }
  for (const { object, kind, whose, id } of taken) {
    const { namespace, name, resource } = object;
    if (kind !== 'podToken' || whose !== 'suspect' || resource !== 'pods') continue;
    if (namespace !== null && name !== null) at({ namespace, name }).about.push(id);
  }
  return [...places.values()].map(({ place, uids, about, bound }) =>
    endPod(place, [...uids], about, bound),
  );
}

function endPod(place: PodPlace, uids: string[], about: string[], bound: Credential[]): Draft {
  const object = { group: '', resource: 'pods', ...place };
  const expiries = bound.flatMap(({ issued }) => issued?.expires ?? []).sort();
  const wait = expiries.at(-1);
  const uid = uids.length === 0 ? '' : ` (uid ${uids.map((one) => quoted(one, 60)).join(', ')})`;
  const expiry =
    wait === undefined
      ? 'by itself a token ends when it expires'
      : `by itself the last of them ends at ${wait}`;
  const name = quoted(`${place.namespace}/${place.name}`, 320);
  const gone = bound.length > 0 && bound.every(isGone);
  const look = onObject('get', object, '--output=jsonpath=\'{.metadata.uid}{"\\n"}\'');
  return draft({
    kind: 'revoke',
    title: gone ? `Make sure that pod ${name} is gone` : `Delete pod ${name}`,
    why: gone
      ? `what was used is bound to it${uid}; ${deletedBy(bound)}`
      : bound.length === 0
        ? 'its token could be read by whoever entered or made it, and ends with the pod'
        : `what was used is bound to it${uid} and ends with it`,
    commands: gone ? look : [...look, ...onObject('delete', object)],
    note: `${expiry}; a pod with another uid has other tokens. Its controller makes a new one: mend first how the token got out`,
    about: [...new Set(about)],
  });
}

/** Who deleted what credentials are bound to, and when. */
function deletedBy(bound: readonly Credential[]): string {
  const [last] = bound
    .flatMap(({ ended }) => ended ?? [])
    .toSorted((a, b) => (a.time < b.time ? 1 : -1));
  return last === undefined ? '' : `${quoted(last.by, 140)} deleted it at ${last.time}`;
}

/** Legacy tokens, and tokens bound to a Secret. */
function secrets(suspect: readonly Credential[]): Draft[] {
  return suspect.flatMap((one) => {
    if (one.secret === null) return [];
    const { namespace, name } = one.secret;
    const gone = isGone(one);
    const object = { group: '', resource: 'secrets', namespace, name };
    const commands = onObject(gone ? 'get' : 'delete', object);
    const shown = quoted(`${namespace}/${name}`, 320);
    const never =
      one.kind === 'legacy' ? 'the token in it never expires' : 'the token is bound to it';
    return [
      draft({
        kind: 'revoke',
        title: gone ? `Make sure that Secret ${shown} is gone` : `Delete Secret ${shown}`,
        why: gone ? `${never}; ${deletedBy([one])}` : `${never}, and ends with it`,
        commands,
        note:
          commands.length === 0
            ? BY_HAND
            : 'whatever uses it from outside of the cluster stops: give it a token of the TokenRequest API',
        about: [one.id],
      }),
    ];
  });
}

/** Accounts whose tokens end in no other way. */
function accounts(known: Known, suspect: readonly Credential[]): Draft[] {
  const holders = Map.groupBy(
    [...held(suspect), ...minted(known)],
    ({ namespace, name }) => `${namespace}:${name}`,
  );
  return [...holders.values()].flatMap((all) => {
    const [one] = all;
    if (one === undefined) return [];
    const about = [...new Set(all.flatMap((holder) => holder.about))];
    const isLegacy = all.every((holder) => holder.isLegacy);
    const whole = { ...one, about, isLegacy };
    return [isLegacy ? tokenSecrets(whole) : remakeAccount(whole)];
  });
}

function held(suspect: readonly Credential[]): Holder[] {
  return suspect.flatMap(({ identity, pod, secret, kind, id }) => {
    const account = accountOf(identity);
    const endsOtherwise = pod !== null || secret !== null || kind === 'certificate';
    if (account === undefined || endsOtherwise) return [];
    return [{ ...account, about: [id], isLegacy: kind === 'legacy' }];
  });
}

/** Tokens that were minted, whether or not they were used. */
function minted({ taken, credentials }: Known): Holder[] {
  const isBound = ({ pod, secret }: Credential) => pod !== null || secret !== null;
  const ended = new Set(credentials.filter(isBound).map(({ id }) => id));
  return taken.flatMap(({ kind, whose, credential, serviceAccount, id }) => {
    if (kind !== 'token' || whose !== 'suspect' || ended.has(credential ?? '')) return [];
    const [namespace, name] = serviceAccount?.split(':') ?? [];
    if (namespace === undefined || name === undefined) return [];
    return [{ namespace, name, about: [id], isLegacy: false }];
  });
}

/** Users whose credentials kube-apiserver knows nothing of. */
function others(suspect: readonly Credential[]): Draft[] {
  const unknown = suspect.filter(
    ({ identity, kind }) =>
      accountOf(identity) === undefined && kind !== 'certificate' && identity !== '?',
  );
  const users = [...new Set(unknown.map(({ identity }) => identity))];
  return users.map((user) =>
    draft({
      kind: 'revoke',
      title: `Find out what user ${quoted(user)} logs in with, and end that`,
      why: 'the log does not say what kind of credential it is',
      commands: [],
      note:
        user === 'system:anonymous'
          ? 'anonymous requests have none: take away what the user and group system:unauthenticated are bound to'
          : 'a session of the identity provider is ended there; a token file of kube-apiserver is changed and read anew by a restart; a certificate can not be revoked',
      about: unknown.filter(({ identity }) => identity === user).map(({ id }) => id),
    }),
  );
}
