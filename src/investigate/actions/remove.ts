import { quoted, singular } from '../../text/request.ts';
import { BINDINGS, ROLES, WORKLOADS } from '../kinds.ts';
import type { LeftBehind } from '../report/left-behind.ts';
import type { Known } from '../verdict/reason.ts';
import { BY_HAND, type Draft, draft } from './draft.ts';
import { onKind, onObject } from './kubectl.ts';

/** How what was left behind is removed. */

/** More objects than these are told as a number. */
const MOST = 500;

/** What must go first: rights, then what stands in the way of requests, then what makes pods, then pods. */
function rank({ object, danger }: LeftBehind): number {
  const { resource } = object;
  if (BINDINGS.has(resource)) return 0;
  if (ROLES.has(resource)) return 1;
  if (danger === 'interception') return 2;
  if (WORKLOADS.has(resource)) return 3;
  if (resource === 'pods') return 4;
  if (danger === 'credential') return 5;
  return resource === 'namespaces' ? 7 : 6;
}

/** One action for each object that is still there, or may be. */
export function remove({ leftBehind }: Known): Draft[] {
  const there = leftBehind
    .filter(({ whose, state }) => whose === 'suspect' && state !== 'deleted')
    .sort((a, b) => rank(a) - rank(b));
  const rest = there.slice(MOST);
  const actions = there.slice(0, MOST).map(actionOf);
  if (rest.length === 0) return actions;
  return [
    ...actions,
    draft({
      kind: 'remove',
      title: `Look through ${rest.length.toLocaleString('en-US')} more objects`,
      why: 'they were made or changed as well, and there are too many to tell them one by one',
      commands: [],
      note: 'they are all in what was left behind',
      about: rest.map(({ id }) => id),
    }),
  ];
}

/** What was added to a pod can't be taken out of it, and an approval not taken back. */
const UNRESTORABLE: ReadonlySet<string> = new Set(['pods', 'certificatesigningrequests']);

function actionOf(left: LeftBehind): Draft {
  if (left.object.name === null) return find(left);
  const isDeletable = left.deed === 'created' || UNRESTORABLE.has(left.object.resource);
  return isDeletable ? deletion(left) : restoration(left);
}

function about(left: LeftBehind): Pick<Draft, 'kind' | 'about' | 'why'> {
  const others = left.state === 'changed since' ? '; others wrote it since: look at it first' : '';
  return { kind: 'remove', about: [left.id], why: `it ${left.what}${others}` };
}

function deletion(left: LeftBehind): Draft {
  const commands = onObject('delete', left.object);
  return draft({
    ...about(left),
    title: `Delete ${placeOf(left)}`,
    commands,
    note: commands.length === 0 ? BY_HAND : noteOf(left),
  });
}

function noteOf({ object }: LeftBehind): string | null {
  switch (object.resource) {
    case 'namespaces':
      return 'all in it goes with it';
    case 'certificatesigningrequests':
      return 'this ends no certificate that was issued by it: take from its user what that may do';
    case 'pods':
      return 'if a controller makes it again, delete that first';
    case 'customresourcedefinitions':
      return 'all objects of its kind go with it';
    default:
      return null;
  }
}

function restoration(left: LeftBehind): Draft {
  const commands = onObject('get', left.object, '--output=yaml', '--show-managed-fields=true');
  return draft({
    ...about(left),
    title: `Restore ${placeOf(left)}`,
    commands,
    note:
      commands.length === 0
        ? BY_HAND
        : 'it was there before: put it back from where it comes (Git, Helm, its operator); managedFields say who wrote what',
  });
}

function find(left: LeftBehind): Draft {
  const { namespace, resource } = left.object;
  const where = namespace === null ? '' : ` in namespace ${quoted(namespace)}`;
  return draft({
    ...about(left),
    title: `Find the ${quoted(resource)} that were made${where}`,
    commands: onKind('get', left.object, '--sort-by=.metadata.creationTimestamp'),
    note: `the log has no name: look for those made from ${left.first} to ${left.last}`,
  });
}

function placeOf({ object }: LeftBehind): string {
  const { namespace, name, resource } = object;
  const inside = namespace === null ? '' : `${namespace}/`;
  return `${singular(quoted(resource))} ${quoted(`${inside}${name ?? ''}`, 320)}`;
}
