import { quoted } from '../../text/request.ts';
import type { ObjectRef } from '../report/common.ts';
import type { LeftBehind } from '../report/left-behind.ts';
import type { Taken } from '../report/taken.ts';
import type { Known } from '../verdict/reason.ts';
import { counted, listed } from '../words.ts';
import { type Draft, draft } from './draft.ts';
import { onKind, onObject } from './kubectl.ts';

/** Which Secrets must have new values. */

/** So many commands stand in one action. */
const MOST = 200;

const SECRETS = { group: '', resource: 'secrets', namespace: null, name: null };

const NOTE =
  'values are made anew where they are valid (database, registry, cloud), then put here, then what reads them is ' +
  'started anew. A Secret of type kubernetes.io/service-account-token is deleted: its token never expires';

/** One action for each namespace, or one for all of the cluster. */
export function rotate({ taken, leftBehind }: Known): Draft[] {
  const made = Map.groupBy(
    leftBehind.filter(
      ({ whose, deed, object, confidence }) =>
        whose === 'suspect' &&
        deed === 'created' &&
        object.resource === 'secrets' &&
        confidence !== 'possible',
    ),
    ({ object }) => keyOf(object),
  );
  const read = taken.filter(
    (one) =>
      one.kind === 'secret' &&
      one.whose === 'suspect' &&
      !made.get(keyOf(one.object))?.some((its) => holds(its, one)),
  );
  const namespaces = Map.groupBy(read, ({ object }) => object.namespace);
  const all = read.some(({ scope }) => scope === 'cluster');
  if (all) return [everything(read)];
  return Array.from(namespaces, ([namespace, some]) => inNamespace(namespace, some));
}

function keyOf({ namespace, name }: ObjectRef): string {
  return JSON.stringify([namespace, name]);
}

/** Whether all that was read is what the thief put there: of an object by name, from when it was made until it ended. */
function holds({ object, first, ended }: LeftBehind, read: Taken): boolean {
  if (object.namespace === null || object.name === null) return false;
  return first <= read.first && (ended === null || read.last < ended.time);
}

function everything(read: readonly Taken[]): Draft {
  return draft({
    kind: 'rotate',
    title: 'Rotate every Secret of the cluster',
    why: 'all of them were read, with their values',
    commands: onKind('get', SECRETS),
    note: NOTE,
    about: read.map(({ id }) => id),
  });
}

function inNamespace(namespace: string | null, read: readonly Taken[]): Draft {
  const where = namespace === null ? 'all namespaces' : `namespace ${quoted(namespace)}`;
  const about = read.map(({ id }) => id);
  const wide = read.filter(({ scope }) => scope !== 'object');
  const selectors = [...new Set(wide.flatMap(({ selector }) => selector ?? []))];
  if (wide.length > 0) {
    const only = wide.every(({ scope }) => scope === 'selection') && selectors.length > 0;
    const which = only ? `the Secrets that match ${listed(selectors)} in` : 'every Secret of';
    return draft({
      kind: 'rotate',
      title: `Rotate ${which} ${where}`,
      why: 'they were listed, with their values',
      commands: onKind('get', { ...SECRETS, namespace }),
      note: NOTE,
      about,
    });
  }
  const objects = [...new Map(read.map(({ object }) => [object.name, object])).values()];
  const names = objects.flatMap(({ name }) => name ?? []);
  return draft({
    kind: 'rotate',
    title: `Rotate ${counted(objects.length, 'Secret')} in ${where}: ${listed(names, 0, 5)}`,
    why: 'they were read, with their values',
    // `describe` tells sizes, not values.
    commands: objects.slice(0, MOST).flatMap((object) => onObject('describe', object)),
    note: NOTE,
    about,
  });
}
