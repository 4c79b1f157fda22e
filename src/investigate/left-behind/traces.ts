import type { Act } from '../act.ts';
import type { ObjectRef } from '../report/common.ts';
import type { LeftBehind } from '../report/left-behind.ts';
import { objectKey, refOf } from './objects.ts';
import { endOf, type Place, Trace } from './trace.ts';

/** Objects that were written, by what deletes them: their names, their kind in a place, their namespace. */
export class Traces {
  readonly #whose: LeftBehind['whose'];
  readonly #all: Trace[] = [];
  /** Of each object the latest: one that was deleted and made anew is another. */
  readonly #latest = new Map<string, Trace>();
  readonly #places = new Map<string, Place>();
  /** Those that are not deleted. */
  readonly #byKind = new Map<Place, Set<Trace>>();
  readonly #byNamespace = new Map<string, Set<Trace>>();

  constructor(whose: LeftBehind['whose']) {
    this.#whose = whose;
  }

  get size(): number {
    return this.#all.length;
  }

  all(): readonly Trace[] {
    return this.#all;
  }

  get(object: ObjectRef): Trace | undefined {
    return this.#latest.get(objectKey(object));
  }

  /** An object that is written for the first time, or made anew. */
  add(act: Act): void {
    const object = refOf(act);
    const key = placeKey(object);
    const place = this.#places.get(key) ?? { doubt: null };
    this.#places.set(key, place);
    const trace = new Trace(act, this.#whose, place);
    this.#all.push(trace);
    this.#latest.set(objectKey(object), trace);
    this.#keep(trace);
  }

  /** A change after its end: it can be deleted once more. */
  outlive(trace: Trace, act: Act): void {
    trace.outlive(act);
    if (!trace.isDeleted) this.#keep(trace);
  }

  /** A deletion ends what it names, or all of a kind; nothing tells which objects a selector chose. */
  end(act: Act, selector: string | null): void {
    const object = refOf(act);
    if (object.name === null) {
      const place = this.#places.get(placeKey(object));
      if (act.evidence.verb !== 'deletecollection' || place === undefined) return;
      // One for all: whoever deletes again and again must not cost its square.
      if (selector !== null) place.doubt = endOf(act);
      else this.#endAll(this.#byKind.get(place), act);
      return;
    }
    const own = this.get(object);
    if (own !== undefined) this.#endAll([own], act);
    const isNamespace = object.resource === 'namespaces' && object.group === '';
    if (isNamespace) this.#endAll(this.#byNamespace.get(object.name), act);
  }

  #keep(trace: Trace): void {
    put(this.#byKind, trace.place, trace);
    const { namespace } = trace.object;
    if (namespace !== null) put(this.#byNamespace, namespace, trace);
  }

  #endAll(traces: Iterable<Trace> = [], act: Act): void {
    for (const trace of traces) {
      if (!trace.isDeleted) trace.delete(act);
      this.#byKind.get(trace.place)?.delete(trace);
      this.#byNamespace.get(trace.object.namespace ?? '')?.delete(trace);
    }
  }
}

function placeKey(object: ObjectRef): string {
  return objectKey({ ...object, name: null });
}

function put<K>(map: Map<K, Set<Trace>>, key: K, trace: Trace): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([trace]));
  else known.add(trace);
}
