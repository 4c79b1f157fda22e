import { WRITES } from '../kinds.ts';
import { accountOf, type Caller } from './caller.ts';
import type { EventAct } from './event-act.ts';

/** How many objects are remembered. */
const MOST = 50_000;

/** The objects that a trail is about: those that it wrote, and those that its credentials end with. */
export class TrailObjects {
  /** Some were left out. */
  full = false;
  readonly #objects = new Set<string>();
  readonly #scopes = new Set<string>();
  readonly #namespaces = new Set<string>();

  /** An object that a suspect wrote. */
  note(act: EventAct): void {
    const { verb, resource, subresource, namespace } = act.evidence;
    if (verb === null || !WRITES.has(verb)) return;
    if (resource === null || subresource !== null || act.dryRun) return;
    const { name } = act;
    if (name !== null) this.#add(resource, namespace, name);
  }

  /** What a suspect's credential ends with. */
  noteCaller(caller: Caller): void {
    const account = accountOf(caller.user);
    if (account === undefined) return;
    const { namespace, name } = account;
    this.#add('serviceaccounts', namespace, name);
    if (caller.pod !== null) this.#add('pods', namespace, caller.pod);
    if (caller.secret !== null) this.#add('secrets', namespace, caller.secret);
  }

  has(resource: string, namespace: string | null, name: string | null): boolean {
    if (resource === 'namespaces')
      return this.#namespaces.has(name ?? '') || this.#is(resource, null, name);
    if (name === null) return this.#scopes.has(keyOf(resource, namespace, ''));
    return this.#is(resource, namespace, name);
  }

  #is(resource: string, namespace: string | null, name: string | null): boolean {
    return this.#objects.has(keyOf(resource, namespace, name ?? ''));
  }

  #add(resource: string, namespace: string | null, name: string): void {
    if (this.#objects.size >= MOST) {
      this.full = true;
      return;
    }
    this.#objects.add(keyOf(resource, namespace, name));
    this.#scopes.add(keyOf(resource, namespace, ''));
    this.#scopes.add(keyOf(resource, null, ''));
    if (namespace !== null) this.#namespaces.add(namespace);
  }
}

function keyOf(resource: string, namespace: string | null, name: string): string {
  return `${resource} ${resource === 'namespaces' ? '' : (namespace ?? '')} ${name}`;
}
