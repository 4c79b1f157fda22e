import type { Act } from '../act.ts';
import type { ObjectRef } from '../report/common.ts';
import { objectKey, refOf } from './objects.ts';
import type { Trace } from './trace.ts';

/** Objects that were written, by what deletes them: their names, their kind in a place, their namespace. */
export class Traces {
  readonly #all: Trace[] = [];
  /** Of each object the latest: one that was deleted and made anew is another. */
  readonly #latest = new Map<string, Trace>();
  readonly #byKind = new Map<string, Set<Trace>>();
  readonly #byNamespace = new Map<string, Set<Trace>>();

  get size(): number {
    return this.#all.length;
  }

  all(): readonly Trace[] {
    return this.#all;
  }

  get(object: ObjectRef): Trace | undefined {
    return this.#latest.get(objectKey(object));
  }

  add(trace: Trace): void {
    const { object } = trace;
    this.#all.push(trace);
    this.#latest.set(objectKey(object), trace);
    put(this.#byKind, objectKey({ ...object, name: null }), trace);
    if (object.namespace !== null) put(this.#byNamespace, object.namespace, trace);
  }

  /** What a deletion ended, and what it may have ended. */
  hitBy(act: Act, selector: string | null): readonly (readonly [Trace, 'certain' | 'possible'])[] {
    const object = refOf(act);
    if (object.name === null) {
      // Nothing tells which objects a selector chose.
      const how = selector === null ? 'certain' : 'possible';
      const kind = this.#byKind.get(objectKey(object)) ?? [];
      return act.evidence.verb === 'deletecollection' ? living(kind, how) : [];
    }
    const own = this.get(object);
    const isNamespace = object.resource === 'namespaces' && object.group === '';
    const inside = isNamespace ? this.#byNamespace.get(object.name) : undefined;
    return living([...(own === undefined ? [] : [own]), ...(inside ?? [])], 'certain');
  }
}

function living<T>(traces: Iterable<Trace>, how: T): (readonly [Trace, T])[] {
  return [...traces].filter((one) => !one.isDeleted).map((one) => [one, how] as const);
}

function put(map: Map<string, Set<Trace>>, key: string, trace: Trace): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([trace]));
  else known.add(trace);
}
