import { formatTime } from '../../record/time.ts';
import type { Micros } from '../../types.ts';
import type { Part } from '../act.ts';
import { compare } from '../compare.ts';
import { surer } from '../confidence.ts';
import { Proofs } from '../proofs.ts';
import type { Confidence } from '../report/common.ts';
import type { Credential } from '../report/credential.ts';
import { accountOf, type Caller, credentialOf, identityOf, seriesOf } from '../trail/caller.ts';
import type { EventAct } from '../trail/event-act.ts';
import type { Trail } from '../trail/trail.ts';
import { Ends, type Since } from './ends.ts';
import { type Issued, issuedId, issueOf } from './issues.ts';
import { kindOf, unusedCredential } from './kind.ts';
import { Refusals } from './refusals.ts';
import { Sources } from './sources.ts';

/** How many credentials are told. */
const MOST = 5000;

/** So long after its pod was deleted a token is still accepted: the pod's last grace. In microseconds. */
const GRACE: Micros = 120_000_000;

interface Use {
  readonly callers: Set<Caller>;
  readonly origins: Set<string>;
  requests: number;
  first: Micros;
  last: Micros;
  isSuspect: boolean;
  confidence: Confidence;
  after: AfterEnd | undefined;
}

interface Issue {
  readonly issued: Issued;
  readonly account: string;
  readonly time: Micros;
}

/** Uses after the end of what the credential was bound to. */
interface AfterEnd {
  readonly what: 'pod' | 'secret' | 'serviceaccount';
  readonly ended: Micros;
  readonly first: Micros;
  readonly proofs: Proofs;
}

/** The credentials of a trail: what they are, how they came about, and how they were used. */
export class Credentials implements Part<Credential[]> {
  /** How many requests are of some that had no room. */
  omitted = 0;
  readonly #trail: Trail;
  readonly #uses = new Map<string, Use>();
  readonly #issued = new Map<string, Issue>();
  /** Since when pods are there, by uid. */
  readonly #pods = new Map<string, Micros>();
  readonly #ends = new Ends();
  readonly #refusals = new Refusals();
  readonly #sources = new Sources();

  constructor(trail: Trail) {
    this.#trail = trail;
  }

  see(act: EventAct): void {
    const { caller } = act;
    this.#ends.see(act);
    this.#sources.see(act);
    const id = issuedId(act);
    if (id !== undefined && this.#trail.hasCredential(id)) this.#noteIssue(id, act);
    if (caller.user === '') this.#refusals.see(act);
    if (act.whose !== 'other') this.#noteUse(act);
  }

  #noteIssue(id: string, act: EventAct): void {
    if (this.#issued.has(id) || this.#issued.size >= MOST) return;
    const account = `system:serviceaccount:${act.evidence.namespace ?? ''}:${act.name ?? ''}`;
    this.#issued.set(id, { issued: issueOf(act), account, time: act.time });
  }

  #noteUse(act: EventAct): void {
    const { caller, time } = act;
    const id = credentialOf(caller);
    let use = this.#uses.get(id);
    if (use === undefined) {
      if (this.#uses.size >= MOST) {
        this.omitted++;
        return;
      }
      use = {
        callers: new Set(),
        origins: new Set(),
        requests: 0,
        first: time,
        last: time,
        isSuspect: false,
        confidence: 'possible',
        after: undefined,
      };
      this.#uses.set(id, use);
    }
    use.requests++;
    use.first = Math.min(use.first, time);
    use.last = Math.max(use.last, time);
    use.callers.add(caller);
    use.origins.add(act.origin);
    if (act.whose === 'suspect') {
      const confidence = this.#trail.suspects.get(caller)?.confidence ?? 'possible';
      use.confidence = use.isSuspect ? surer(use.confidence, confidence) : confidence;
      use.isSuspect = true;
    }
    this.#noteAfterEnd(use, act, this.#since(caller, use));
  }

  /**
   * Since when a credential and its pod are known to be there. A name or an address may be another's by now: without an
   * id or a uid that is only when it was used last.
   */
  #since(caller: Caller, { first, last }: Use): Since {
    const { credentialId } = caller;
    const pod = this.#podSince(caller);
    if (credentialId === null) {
      const own = last - GRACE;
      return { own, pod: pod ?? own };
    }
    const own = Math.min(first, this.#issued.get(credentialId)?.time ?? first);
    return { own, pod: Math.min(own, pod ?? own) };
  }

  #podSince(caller: Caller): Micros | undefined {
    const { podUid, user } = caller;
    if (podUid === null) return undefined;
    let since = this.#pods.get(podUid);
    if (since === undefined) {
      const all = this.#trail.index.ofSeries(user, seriesOf(caller));
      since = all.reduce((first, one) => Math.min(first, one.first), Number.POSITIVE_INFINITY);
      this.#pods.set(podUid, since);
    }
    return since;
  }

  #noteAfterEnd(use: Use, act: EventAct, since: Since): void {
    if (act.outcome !== 'allowed') return;
    const end = this.#ends.certain(act.caller, since);
    if (end === undefined || act.time <= end.time + GRACE) return;
    use.after ??= {
      ended: end.time,
      what: end.what,
      first: act.time,
      proofs: new Proofs(),
    };
    if (use.after.proofs.count === 0) use.after.proofs.add({ id: end.act });
    use.after.proofs.add(act);
  }

  tell(): Credential[] {
    const used = [...this.#uses].map(([id, use]) => this.#tellUsed(id, use));
    const unused = [...this.#issued]
      .filter(([id]) => !this.#uses.has(id) && this.#trail.minted.has(id))
      .map(([id, { issued, account }]) => unusedCredential(id, issued, account));
    const all = [...used, ...unused];
    return all.sort(
      (a, b) =>
        Number(b.whose === 'suspect') - Number(a.whose === 'suspect') ||
        compare(a.firstUse ?? a.issued?.time ?? '', b.firstUse ?? b.issued?.time ?? '') ||
        compare(a.id, b.id),
    );
  }

  #tellUsed(id: string, use: Use): Credential {
    const one = latestOf(use.callers);
    const { namespace = '' } = accountOf(one.user) ?? {};
    const issued = this.#issued.get(id)?.issued ?? this.#sources.of(one, this.#trail);
    return {
      id,
      kind: kindOf(one, issued, this.#trail.index.hasIds),
      identity: identityOf(one),
      whose: use.isSuspect || this.#trail.minted.has(id) ? 'suspect' : 'own',
      confidence: use.isSuspect ? use.confidence : 'certain',
      pod: one.pod === null ? null : { namespace, name: one.pod, uid: one.podUid },
      node: one.node,
      secret: one.secret === null ? null : { namespace, name: one.secret },
      issued,
      firstUse: formatTime(use.first),
      lastUse: formatTime(use.last),
      requests: use.requests,
      origins: [...use.origins],
      siblings: this.#siblings(id, one),
      ended: this.#ended(one, this.#since(one, use)),
      usedAfterEnd: this.#usedAfterEnd(use),
      refused: this.#refused(use),
    };
  }

  #siblings(id: string, caller: Caller): string[] {
    const series = seriesOf(caller);
    if (!series.startsWith('pod:')) return [];
    const ids = this.#trail.index.ofSeries(caller.user, series).map(credentialOf);
    return [...new Set(ids)].filter((one) => one !== id && this.#uses.has(one)).sort();
  }

  #ended(caller: Caller, since: Since): Credential['ended'] {
    const end = this.#ends.of(caller, since);
    if (end === undefined) return null;
    const { what, time, by, confidence, act } = end;
    return { what, time: formatTime(time), by, confidence, proof: { events: [act], count: 1 } };
  }

  #usedAfterEnd({ after }: Use): Credential['usedAfterEnd'] {
    if (after === undefined) return null;
    const { what, ended, first, proofs } = after;
    return { what, ended: formatTime(ended), firstUse: formatTime(first), proof: proofs.proof };
  }

  #refused(use: Use): Credential['refused'] {
    if (!use.isSuspect) return null;
    for (const caller of use.callers) {
      const suspicion = this.#trail.suspects.get(caller);
      if (suspicion === undefined) continue;
      const others = this.#trail.index.ofAddress(caller.address ?? '');
      const there = others.filter((one) => one.user !== '' && one.program === caller.program);
      const isOnly = new Set(there.map(credentialOf)).size <= 1;
      const refused = this.#refusals.of(caller, use.first, isOnly);
      if (refused !== null) return refused;
    }
    return null;
  }
}

/** Of pods that had one name by turns the one that is there now, as far as the log tells. */
function latestOf(callers: ReadonlySet<Caller>): Caller {
  const [first, ...others] = [...callers] as [Caller, ...Caller[]];
  return others.reduce((latest, one) => (one.last > latest.last ? one : latest), first);
}
