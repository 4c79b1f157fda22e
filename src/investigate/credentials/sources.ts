import { formatTime } from '../../record/time.ts';
import { Proofs } from '../proofs.ts';
import { accountOf, type Caller } from '../trail/caller.ts';
import type { EventAct } from '../trail/event-act.ts';
import type { Trail } from '../trail/trail.ts';
import type { Issued } from './issues.ts';

/** How many Secrets that were made are remembered. */
const MOST = 20_000;

/** Where credentials come from that no TokenRequest issued: Secrets that were made, certificates that were requested. */
export class Sources {
  readonly #secrets = new Map<string, Issued>();

  see(act: EventAct): void {
    const { verb, resource, subresource, namespace } = act.evidence;
    if (verb !== 'create' || resource !== 'secrets' || subresource !== null) return;
    if (act.outcome !== 'allowed' || act.dryRun || this.#secrets.size >= MOST) return;
    const { name } = act;
    if (name === null) return;
    const boundTo = { kind: 'Secret', name, uid: null };
    this.#secrets.set(keyOf(namespace, name), { ...requested(act), boundTo });
  }

  /** How the credential of a caller came about; `null`: not in this log. */
  of(caller: Caller, trail: Trail): Issued | null {
    if (caller.secret !== null) {
      const namespace = accountOf(caller.user)?.namespace ?? null;
      return this.#secrets.get(keyOf(namespace, caller.secret)) ?? null;
    }
    const edge = trail.suspects.get(caller)?.edge;
    if (edge?.link !== 'certificate') return null;
    const [id = ''] = edge.proofs.proof.events;
    const proofs = new Proofs();
    proofs.add({ id });
    return { ...NOTHING_MORE, time: formatTime(edge.time), by: edge.from, proof: proofs.proof };
  }
}

const NOTHING_MORE = {
  byCredential: null,
  boundTo: null,
  expirationSeconds: null,
  expires: null,
  audiences: null,
};

function requested(act: EventAct): Issued {
  const proofs = new Proofs();
  proofs.add(act);
  return {
    ...NOTHING_MORE,
    time: formatTime(act.time),
    by: act.as ?? act.identity,
    byCredential: act.credential,
    proof: proofs.proof,
  };
}

function keyOf(namespace: string | null, name: string): string {
  return `${namespace ?? ''} ${name}`;
}
