import type { Micros } from '../../types.ts';
import type { Act } from '../act.ts';
import type { Credential } from '../report/credential.ts';
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

/** The end of something that a credential was bound to. */
export interface End {
  readonly what: EndKind;
  readonly time: Micros;
  readonly by: string;
  readonly act: string;
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
    const { verb, resource, subresource, namespace } = act.evidence;
    if (verb !== 'delete' || resource === null || subresource !== null || act.dryRun) return;
    if (act.outcome !== 'allowed' || !Object.hasOwn(KINDS, resource)) return;
    const what = KINDS[resource] as EndKind;
    const key = keyOf(what, namespace ?? '', act.name ?? '');
    const ends = this.#ends.get(key) ?? [];
    if (this.#count >= MOST || ends.length >= MOST_OF_NAME) return;
    this.#count++;
    this.#ends.set(key, ends);
    ends.push({ what, time: act.time, by: act.as ?? act.identity, act: act.id });
  }

  /**
   * The end of what a caller's credential is bound to. What was deleted before the credential was there was another of
   * the same name, as a StatefulSet makes them.
   */
  of(caller: Caller, since: Since): End | undefined {
    const account = accountOf(caller.user);
    if (account === undefined) return undefined;
    const { namespace, name } = account;
    return (
      (caller.pod === null ? undefined : this.#after(since.pod, 'pod', namespace, caller.pod)) ??
      (caller.secret === null
        ? undefined
        : this.#after(since.own, 'secret', namespace, caller.secret)) ??
      this.#after(since.own, 'serviceaccount', namespace, name)
    );
  }

  #after(since: Micros, kind: EndKind, namespace: string, name: string): End | undefined {
    return this.#ends.get(keyOf(kind, namespace, name))?.find(({ time }) => time > since);
  }
}

function keyOf(kind: EndKind, namespace: string, name: string): string {
  return JSON.stringify([kind, namespace, name]);
}
