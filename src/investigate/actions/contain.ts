import { quoted } from '../../text/request.ts';
import type { ObjectRef } from '../report/common.ts';
import type { Known } from '../verdict/reason.ts';
import { listed } from '../words.ts';
import { type Draft, draft } from './draft.ts';
import { isGone } from './gone.ts';
import { line, named, onObject } from './kubectl.ts';

/** What to do at once: keep what will be gone, and shut the thief out. */

const MOST_OBJECTS = 50;

/** Nothing that holds values is copied. */
const KEPT: ReadonlySet<string> = new Set(['rights', 'code', 'interception']);

/** Evidence first: what follows destroys it. */
export function contain(known: Known): Draft[] {
  return [...keepEvidence(known), ...shutOut(known), ...cordon(known)];
}

function keepEvidence(known: Known): Draft[] {
  const all = evidenceIn(known).filter(({ object }) => object.name !== null);
  if (all.length === 0) return [];
  const objects = unique(all.map(({ object }) => object)).slice(0, MOST_OBJECTS);
  const commands = objects.flatMap((object) =>
    // kubectl puts nothing between documents of YAML; JSON needs nothing there.
    onObject('get', object, '--output=json', '--show-managed-fields=true').map(
      (command) => `${command} >> evidence.json`,
    ),
  );
  return [
    draft({
      kind: 'contain',
      title: 'Keep what will be deleted',
      why: 'whatever is removed can not be looked at afterwards',
      commands,
      note: 'of pods keep the logs and, where there are means, the disks and the memory as well; Secrets are left out',
      about: [...new Set(all.map(({ id }) => id))],
    }),
  ];
}

interface Kept {
  readonly id: string;
  readonly object: ObjectRef;
}

/** What was made, pods that were entered, and pods whose tokens were used; what the log deleted is gone. */
function evidenceIn({ leftBehind, taken, credentials }: Known): Kept[] {
  const made = leftBehind.filter(
    ({ whose, danger, state }) => whose === 'suspect' && KEPT.has(danger) && state !== 'deleted',
  );
  const entered = taken.filter(
    ({ whose, kind, object }) =>
      whose === 'suspect' && kind === 'podToken' && object.resource === 'pods',
  );
  const held = credentials.flatMap(({ whose, pod, ended, id }) => {
    if (whose !== 'suspect' || pod === null) return [];
    if (ended?.what === 'pod' && isGone({ ended })) return [];
    const { namespace, name } = pod;
    return [{ id, object: { group: '', resource: 'pods', namespace, name } }];
  });
  return [...made, ...entered, ...held];
}

function unique(objects: readonly ObjectRef[]): ObjectRef[] {
  return [...new Map(objects.map((one) => [JSON.stringify(one), one])).values()];
}

/** Addresses that only the thief has; where nothing tells it from the account's own workload, none. */
function shutOut({ origins, identities, subject }: Known): Draft[] {
  const own = new Set(origins.filter(({ whose }) => whose === 'own').map(({ address }) => address));
  const asked = subject.asked.filter(({ kind }) => kind === 'sourceIP').map(({ value }) => value);
  const suspect = origins.filter(
    ({ whose, address, departures, together }) =>
      whose === 'suspect' &&
      !own.has(address) &&
      (departures.length + together.length > 0 || asked.includes(address ?? '')),
  );
  const addresses = [...new Set(suspect.flatMap(({ address }) => address ?? []))];
  if (addresses.length === 0) return [];
  const nodes = new Set(identities.nodes.map(({ id }) => id));
  return [
    draft({
      kind: 'contain',
      title: `Shut ${listed(addresses, 0, 5)} out of the API server`,
      why: 'suspect requests came from there, and none of the own ones did',
      commands: [],
      note:
        'by the firewall, or by the security group in front of kube-apiserver; an address of the cluster is a pod ' +
        'or a node: cut that off instead. Addresses are quickly changed: revoke as well',
      about: [...new Set(suspect.map(({ identity }) => identity))].filter((id) => nodes.has(id)),
    }),
  ];
}

function cordon({ identities }: Known): Draft[] {
  const nodes = identities.nodes.filter(({ kind, acted }) => kind === 'node' && acted);
  return nodes.map(({ id, label }) => {
    const name = label.replace(/^system:node:/, '');
    return draft({
      kind: 'contain',
      title: `Take node ${quoted(name)} out of service`,
      why: 'suspect requests were made with its identity, which reads what its pods may read',
      commands: line(['kubectl', 'cordon', ...named(name)]),
      note: 'then drain it, keep its disk, and make it anew with new certificates',
      about: [id],
    });
  });
}
