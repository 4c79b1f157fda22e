import type { Micros } from '../../types.ts';
import { surer, weaker } from '../confidence.ts';
import { Proofs } from '../proofs.ts';
import type { Confidence } from '../report/common.ts';
import { type Caller, credentialOf, identityOf } from './caller.ts';
import { type Departure, findDepartures } from './homes.ts';
import type { Request } from './links/certificates.ts';
import type { Grant } from './links/granted.ts';
import type { LogIndex } from './log-index.ts';
import { TrailObjects } from './objects.ts';
import { findSameOrigin } from './same-origin.ts';
import {
  type Edge,
  type Identity,
  joined,
  LIMITS,
  type Reached,
  type Suspicion,
  type TrailLimits,
} from './suspicion.ts';

/**
 * Who is on the trail. Links found on the way add callers, and these bring others; what is added after its first
 * event went by was missed, and another pass sees it.
 */
export class Trail {
  readonly index: LogIndex;
  readonly limits: TrailLimits;
  /** Event time of the act at hand. */
  now: Micros = Number.NEGATIVE_INFINITY;
  /** How sure it is that the act at hand is the thief's: what follows from it is no surer; of others' acts nothing. */
  sure: Confidence | undefined;
  /** Something was added of which earlier events went by. */
  missed = false;
  /** A bound ended the trail. */
  limited = false;
  /** Addresses that too many share. */
  readonly sharedAddresses = new Set<string>();
  readonly identities = new Map<string, Identity>();
  readonly edges = new Map<string, Edge>();
  readonly suspects = new Map<Caller, Suspicion>();
  /** Addresses that suspects came from. */
  readonly addresses = new Set<string>();
  /** Ids of credentials that a suspect obtained, used or not. */
  readonly credentials = new Set<string>();
  /** Those of them that it had issued. */
  readonly minted = new Set<string>();
  /** What suspects wrote, and what their credentials end with. */
  readonly objects = new TrailObjects();
  /** Bindings that suspects wrote. */
  readonly grants = new Map<string, Grant>();
  /** Certificates that suspects requested, by the names of the requests. */
  readonly requests = new Map<string, Request>();
  readonly #departures = new Map<string, Map<Caller, Departure>>();
  readonly #acting = new Set<string>();
  readonly #seen = new Set<string>();
  #looks = MOST_LOOKS;

  constructor(index: LogIndex, limits: TrailLimits = LIMITS) {
    this.index = index;
    this.limits = limits;
  }

  /** Whose act it is; `undefined`: of nobody on the trail. */
  whose(caller: Caller, time: Micros): 'suspect' | 'own' | undefined {
    const suspicion = this.suspects.get(caller);
    if (suspicion !== undefined && time >= suspicion.since) return 'suspect';
    if (!this.#acting.has(caller.user) || NOBODY.has(caller.user)) return undefined;
    // Whatever is surely not the pod is not its workload's, though nobody on the trail led there.
    const isAway = this.departuresOf(caller.user).get(caller)?.confidence === 'certain';
    return isAway ? undefined : 'own';
  }

  /** Whether it is a credential of somebody on the trail, whoever used it. */
  hasCredential(id: string): boolean {
    if (this.credentials.has(id)) return true;
    return this.index.ofCredential(id).some(({ user }) => this.#acting.has(user));
  }

  /**
   * Whether there is room to look at so many more callers in this pass: what a thief does again and again must not
   * cost its square.
   */
  mayLookAt(callers: number): boolean {
    this.#looks -= callers;
    if (this.#looks < 0) this.limited = true;
    return this.#looks >= 0;
  }

  /** Whether something is looked at for the first time in this pass. */
  isFirst(key: string): boolean {
    if (this.#seen.has(key) || this.#seen.size >= MOST_SEEN) return false;
    this.#seen.add(key);
    return true;
  }

  /** Whether another identity's suspect came from where a caller comes from. */
  isNear({ address, user }: Caller): boolean {
    if (address === null || !this.addresses.has(address)) return false;
    return this.index
      .ofAddress(address)
      .some((caller) => caller.user !== user && this.suspects.has(caller));
  }

  /** Those callers of an identity that are not its own workload's. */
  departuresOf(user: string): Map<Caller, Departure> {
    let found = this.#departures.get(user);
    if (found === undefined) {
      found = findDepartures(this.index.ofUser(user), this.index);
      this.#departures.set(user, found);
    }
    return found;
  }

  /** Another pass begins: what proves links is gathered anew. */
  beginPass(): void {
    this.missed = false;
    this.#looks = MOST_LOOKS;
    this.#seen.clear();
    this.sure = undefined;
    this.now = Number.NEGATIVE_INFINITY;
    for (const edge of this.edges.values()) edge.proofs = new Proofs();
  }

  /** Puts an identity on the trail where it starts. */
  start(id: string): void {
    if (this.identities.has(id)) return;
    this.identities.set(id, { id, subject: true, depth: 0, reached: null, confidence: 'certain' });
  }

  /**
   * An identity was reached from another; `undefined` where a bound ends the trail.
   */
  reach({ back = false, sure = this.sure, ...link }: Reached): Edge | undefined {
    const { from, to, time = this.now } = link;
    if (from === to) return undefined;
    const [near, far] = back ? [to, from] : [from, to];
    const source = this.identities.get(near);
    if (source === undefined) return undefined;
    const confidence = weaker(link.confidence, sure ?? source.confidence);
    if (!this.#admit(far, source.depth + 1, time, confidence)) return undefined;
    const key = JSON.stringify([from, to, link.link, link.credential, link.innocent === true]);
    const known = this.edges.get(key);
    if (known !== undefined) {
      known.confidence = surer(known.confidence, confidence);
      return known;
    }
    if (this.edges.size >= this.limits.edges) {
      this.limited = true;
      return undefined;
    }
    const edge: Edge = { ...link, confidence, time, proofs: new Proofs() };
    this.edges.set(key, edge);
    return edge;
  }

  /** Takes a caller for the thief, and with it whoever came from the same place. */
  accuse(caller: Caller, suspicion: Suspicion): void {
    const queue: [Caller, Suspicion][] = [[caller, suspicion]];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (!this.#mark(...next)) continue;
      const [found, { since }] = next;
      queue.push(...findSameOrigin(this, found, Math.max(since, found.first)));
    }
  }

  #mark(caller: Caller, told: Suspicion): boolean {
    if (!this.identities.has(identityOf(caller))) return false;
    const known = this.suspects.get(caller);
    const suspicion = joined(known, told);
    if (suspicion === known) return false;
    this.suspects.set(caller, suspicion);
    if (known === undefined) this.#note(caller);
    const isEarlier = known === undefined || suspicion.since < known.since;
    if (isEarlier && Math.max(caller.first, suspicion.since) < this.now) this.missed = true;
    return true;
  }

  #note(caller: Caller): void {
    this.#acting.add(caller.user);
    if (caller.address !== null) this.addresses.add(caller.address);
    this.credentials.add(credentialOf(caller));
    this.objects.noteCaller(caller);
  }

  #admit(id: string, depth: number, time: Micros, confidence: Confidence): boolean {
    const known = this.identities.get(id);
    if (known !== undefined) {
      if (known.subject) return true;
      known.depth = Math.min(known.depth, depth);
      known.confidence = surer(known.confidence, confidence);
      return true;
    }
    if (depth > this.limits.depth || this.identities.size >= this.limits.identities) {
      this.limited = true;
      return false;
    }
    this.identities.set(id, { id, subject: false, depth, reached: time, confidence });
    return true;
  }
}

/** How often callers are looked at in a pass, and how many things are known to have been looked at. */
const MOST_LOOKS = 20_000_000;
const MOST_SEEN = 100_000;

/** Whoever comes without credentials is nobody's own workload. */
const NOBODY: ReadonlySet<string> = new Set(['', 'system:anonymous']);
