import { accountOf } from '../trail/caller.ts';
import { actedAs, type Known } from '../verdict/reason.ts';
import { actorOf, counted, listed } from '../words.ts';
import { type Draft, draft } from './draft.ts';
import { flag, line, onObject } from './kubectl.ts';

/** What wants a look when the rest is done. */

const MOST = 50;

/** All of it, of what was taken for stolen. */
export function review(known: Known): Draft[] {
  return [
    ...configMaps(known),
    ...entered(known),
    ...wayOut(known),
    ...reached(known),
    ...rights(known),
  ];
}

/** What there is to do where nothing shows that anything was stolen. */
export function reviewUnproven(known: Known): Draft[] {
  return [...whether(known), ...reached(known), ...rights(known)];
}

function whether({ credentials, subject }: Known): Draft[] {
  const suspect = credentials.filter(({ whose }) => whose === 'suspect');
  if (suspect.length === 0) return [];
  const [first, ...others] = subject.identities.map(actorOf);
  const more = others.length === 0 ? '' : ` and ${counted(others.length, 'other')}`;
  return [
    draft({
      kind: 'review',
      title: `Find out who made the requests of ${first ?? 'these credentials'}${more}`,
      why: 'nothing in this log shows that somebody else holds a credential',
      commands: [],
      note: 'only if somebody else did it: delete the pods and the Secrets that its tokens are of, end the sessions of users, and undo and rotate what the report tells',
      about: suspect.map(({ id }) => id),
    }),
  ];
}

function configMaps({ taken }: Known): Draft[] {
  const read = taken.filter(({ kind, whose }) => kind === 'configmap' && whose === 'suspect');
  if (read.length === 0) return [];
  const scopes = [...new Map(read.map(({ object }) => [JSON.stringify(object), object])).values()];
  return [
    draft({
      kind: 'review',
      title: 'Look for passwords in the ConfigMaps that were read',
      why: `${counted(read.length, 'ConfigMap or list of them was', 'ConfigMaps or lists of them were')} read`,
      commands: scopes.slice(0, MOST).flatMap((object) => onObject('get', object)),
      note: 'rotate what is found, as if it had been in a Secret',
      about: read.map(({ id }) => id),
    }),
  ];
}

function entered({ taken }: Known): Draft[] {
  const pods = taken.filter(
    ({ kind, whose }) => whose === 'suspect' && (kind === 'exec' || kind === 'log'),
  );
  if (pods.length === 0) return [];
  const names = pods.flatMap(({ object }) =>
    object.name === null ? [] : `${object.namespace ?? ''}/${object.name}`,
  );
  return [
    draft({
      kind: 'review',
      title: `Find out what could be read in ${listed([...new Set(names)], 0, 5)}`,
      why: 'whoever enters a pod reads its files, its environment and the Secrets that are mounted; logs hold passwords at times',
      commands: [],
      note: 'rotate what was there; the commands that were run stand in what was taken',
      about: pods.map(({ id }) => id),
    }),
  ];
}

function wayOut({ credentials, subject }: Known): Draft[] {
  const first = credentials.filter(
    ({ whose, identity, pod }) =>
      whose === 'suspect' && pod !== null && subject.identities.includes(identity),
  );
  const pods = [
    ...new Set(first.flatMap(({ pod }) => (pod === null ? [] : `${pod.namespace}/${pod.name}`))),
  ];
  if (pods.length === 0) return [];
  return [
    draft({
      kind: 'review',
      title: `Find out how the token got out of ${listed(pods, 0, 5)}`,
      why: 'what let it out lets the next one out as well',
      commands: [],
      note: 'a hole in the program, a request that it can be made to send, a log or an image with the token in it, or somebody on the node',
      about: first.map(({ id }) => id),
    }),
  ];
}

/** Identities that could be used, and were not, as far as the log tells. */
function reached(known: Known): Draft[] {
  const acted = actedAs(known);
  const idle = known.identities.nodes.filter(
    ({ subject, id, reached: since }) => !subject && !acted.has(id) && since !== null,
  );
  if (idle.length === 0) return [];
  return [
    draft({
      kind: 'review',
      title: `Watch ${counted(idle.length, 'identity that was', 'identities that were')} within reach`,
      why: `nothing suspect was done yet as ${listed(
        idle.map(({ label }) => label),
        0,
        5,
      )}`,
      commands: [],
      note: 'investigate each of them by itself if it departs from what it does',
      about: idle.map(({ id }) => id),
    }),
  ];
}

/** What an account may do without need, the next thief may do, too. */
function rights(known: Known): Draft[] {
  const acted = actedAs(known);
  const used = known.identities.nodes.filter(({ id, kind }) => acted.has(id) && kind !== 'unknown');
  return used.slice(0, MOST).map(({ id }) => {
    const account = accountOf(id);
    const inside = account === undefined ? [] : [flag('namespace', account.namespace)];
    return draft({
      kind: 'review',
      title: `Take from ${actorOf(id)} what it does not need`,
      why: 'what it may do without need, whoever takes its credential may do, too',
      commands: line(['kubectl', ...inside, 'auth', 'can-i', '--list', flag('as', id)]),
      note: 'compare it with what the account itself does',
      about: [id],
    });
  });
}
