import { at, listOf, objectOf, textOf } from '../record/derived/json.ts';
import type { Json } from '../types.ts';
import { serviceAccountUser } from './identity.ts';

/** A ServiceAccount that the cluster has. */
export interface Known {
  readonly namespace: string;
  readonly name: string;
  /** RFC 3339; `null` where the file doesn't say. */
  readonly created: string | null;
}

/** The ServiceAccounts of a cluster, by user name. */
export type Inventory = ReadonlyMap<string, Known>;

/** What is wrong with a file: a phrase that says what it should be. */
export class FileProblem extends Error {}

/** Takes ServiceAccounts out of what `kubectl get serviceaccounts -A -o json` prints; a `FileProblem` otherwise. */
export function readInventory(document: Json): Inventory {
  const items = itemsOf(document);
  const known = new Map<string, Known>();
  for (const [place, item] of items.entries()) {
    const object = objectOf(item);
    const kind = textOf(at(object, 'kind'));
    if (kind !== 'ServiceAccount') {
      throw new FileProblem(`items[${place}] is ${kind ?? 'no object'}, not a ServiceAccount`);
    }
    const metadata = objectOf(at(object, 'metadata'));
    const namespace = textOf(at(metadata, 'namespace'));
    const name = textOf(at(metadata, 'name'));
    if (namespace === undefined || name === undefined) {
      throw new FileProblem(`items[${place}] has no namespace or no name`);
    }
    const created = textOf(at(metadata, 'creationTimestamp')) ?? null;
    known.set(serviceAccountUser(namespace, name), { namespace, name, created });
  }
  return known;
}

/** The items of a `List`, or an object by itself; a `FileProblem` where it is neither. */
export function itemsOf(document: Json): readonly Json[] {
  const object = objectOf(document);
  const kind = textOf(at(object, 'kind'));
  if (object === undefined || kind === undefined) throw new FileProblem('it is no Kubernetes List');
  if (!kind.endsWith('List')) return [object];
  const items = at(object, 'items');
  if (!Array.isArray(items)) throw new FileProblem('it has no items');
  // A list of one kind leaves the kind to the list.
  const own = kind.slice(0, -'List'.length);
  return listOf(items).map((item) => {
    const one = objectOf(item);
    return one !== undefined && at(one, 'kind') === undefined && own !== ''
      ? { ...one, kind: own }
      : item;
  });
}
