import { queryValues } from '../../record/derived/request-query.ts';
import type { Micros } from '../../types.ts';
import type { Act } from '../act.ts';
import { isDeletion } from '../left-behind/kinds.ts';
import { recordOf } from '../record-of.ts';
import type { Confidence } from '../report/common.ts';
import type { Credential } from '../report/credential.ts';
import { itemsOf, selectorOf } from '../taken/readings.ts';
import { accountOf, type Caller } from '../trail/caller.ts';

/** What a credential may end with, other than its expiry. */
export type EndKind = NonNullable<Credential['ended']>['what'];

/** How many deletions are remembered, in all and of one name. */
const MOST = 20_000;
const MOST_OF_NAME = 50;

const KINDS: Readonly<Record<string, EndKind>> = {
  pods: 'pod',
  secrets: 'secret',
  serviceaccounts: 'serviceaccount',
};

/** Stands for all of a kind in a namespace, or of all namespaces. */
const ALL = '';

/**
 * The end of something that a credential was bound to. Certain where the log names it, or where all of its kind were
 * deleted; likely with its namespace, which may take its time; possible where nobody knows what a selector chose.
 */
export interface End {
  readonly what: EndKind;
  readonly time: Micros;
  readonly by: string;
  readonly act: string;
  readonly confidence: Confidence;
}

/** Since when a credential, and the pod that it is bound to, are known to be there. */
export interface Since {
  readonly own: Micros;
  readonly pod: Micros;
}

/** Remembers when what credentials are bound to was deleted. */
export class Ends {
  readonly #ends = new Map<string, End[]>();
  #count = 0;

  see(act: Act): void {
    if (!isDeletion(act)) return;
    const { verb, resource, namespace } = act.evidence;
    const { name } = act;
    if (verb === 'delete' && resource === 'namespaces') this.#noteNamespace(act);
    if (resource === null || !Object.hasOwn(KINDS, resource)) return;
    const what = KINDS[resource] as EndKind;
    if (verb === 'deletecollection') this.#noteCollection(act, what);
    else if (name !== null) this.#note(act, { what, namespace: namespace ?? '', name });
  }

  #noteNamespace(act: Act): void {
    if (act.name === null) return;
    for (const what of Object.values(KINDS)) {
      this.#note(act, { what, namespace: act.name, name: ALL }, 'likely');
    }
  }

  #noteCollection(act: Act, what: EndKind): void {
    const namespace = act.evidence.namespace ?? '';
    const { items, all } = itemsOf(act);
    for (const item of items) {
      this.#note(act, { what, namespace: item.namespace ?? namespace, name: item.name });
    }
    if (all) return;
    const isChosen = selectorOf(act) !== null || queryValues(recordOf(act), 'limit').length > 0;
    // kube-apiserver takes the name out of `fieldSelector=metadata.name=…`.
    const name = act.name ?? ALL;
    this.#note(act, { what, namespace, name }, isChosen && name === ALL ? 'possible' : 'certain');
  }

  #note(act: Act, of: Ended, confidence: Confidence = 'certain'): void {
    const key = keyOf(of);
    const ends = this.#ends.get(key) ?? [];
    if (this.#count >= MOST || ends.length >= MOST_OF_NAME) return;
    this.#count++;
    this.#ends.set(key, ends);
    const { time, id } = act;
    ends.push({ what: of.what, time, by: act.as ?? act.identity, act: id, confidence });
  }

  /**
   * The end of what a caller's credential is bound to. What was deleted before the credential was there was another of
   * the same name, as a StatefulSet makes them.
   */
  of(caller: Caller, since: Since): End | undefined {
    const ends = this.#all(caller, since);
    const first = ends.find(({ confidence }) => confidence !== 'possible');
    if (first === undefined) return ends[0];
    // Who deleted a namespace, or evicted a pod, is told, and not who did it in the end.
    const isCertain = ends.some(({ what, confidence }) => {
      return what === first.what && confidence === 'certain';
    });
    return isCertain ? { ...first, confidence: 'certain' } : first;
  }

  /** The first end that is certain. */
  certain(caller: Caller, since: Since): End | undefined {
    return this.#all(caller, since).find(({ confidence }) => confidence === 'certain');
  }

  /** Of the pod, then of the Secret, then of the account; each in the order of their times. */
  #all(caller: Caller, since: Since): End[] {
    const account = this.#count === 0 ? undefined : accountOf(caller.user);
    if (account === undefined) return [];
    const { namespace, name } = account;
    const { pod, secret } = caller;
    return [
      ...(pod === null ? [] : this.#after(since.pod, { what: 'pod', namespace, name: pod })),
      ...(secret === null
        ? []
        : this.#after(since.own, { what: 'secret', namespace, name: secret })),
      ...this.#after(since.own, { what: 'serviceaccount', namespace, name }),
    ];
  }

  #after(since: Micros, of: Ended): End[] {
    return [of, { ...of, name: ALL }, { ...of, namespace: ALL, name: ALL }]
      .flatMap((one) => this.#ends.get(keyOf(one)) ?? [])
      .filter(({ time }) => time > since)
      .sort((a, b) => a.time - b.time);
  }
}

interface Ended {
  readonly what: EndKind;
  readonly namespace: string;
  readonly name: string;
}

function keyOf({ what, namespace, name }: Ended): string {
  return `${what} ${namespace} ${name}`;
}
