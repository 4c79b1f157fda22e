import { at, objectOf, textOf } from '../../record/derived/json.ts';
import type { Micros } from '../../types.ts';
import type { Act, Part } from '../act.ts';
import { CONFIDENTIAL, kindOf, WRITES } from '../kinds.ts';
import { isWrite } from '../left-behind/kinds.ts';

/** How often something is missing, and when. */
export interface Missing {
  readonly count: number;
  readonly from: Micros;
  readonly until: Micros;
}

/** What is missing from the thief's own events. */
export interface ActGaps {
  /** No answer: nothing but the request was logged. */
  readonly unanswered: Missing | null;
  /** What was written, logged at level Metadata. */
  readonly metadata: Missing | null;
  /** What was written, logged at a level that has bodies, without one. */
  readonly bodies: Missing | null;
  /** Requests for tokens of which no body was logged. */
  readonly tokens: Missing | null;
  /** Cut short, by kube-apiserver or on the way. */
  readonly truncated: Missing | null;
  /** Lists of Secrets and ConfigMaps without the names of what was in them. */
  readonly lists: Missing | null;
  /** Objects made under a name that was not logged. */
  readonly unnamed: Missing | null;
  /** Requests by ServiceAccounts whose token the log has no id of. */
  readonly credentials: Missing | null;
  /** When the thief was there. */
  readonly seen: Missing | null;
}

type Kind = keyof ActGaps;

/** Counts what is missing from the thief's own events. */
export function createGaps(): Part<ActGaps> {
  return new GapsPart();
}

const TRUNCATED = 'audit.k8s.io/truncated';

class GapsPart implements Part<ActGaps> {
  readonly #counts = new Map<Kind, Missing>();

  see(act: Act): void {
    if (act.whose !== 'suspect') return;
    this.#count('seen', act);
    if (act.outcome === 'unknown') this.#count('unanswered', act);
    if (act.partial) this.#count('truncated', act);
    if (isAccount(act.identity) && !/^(?:JTI|X509SHA256)=/.test(act.credential)) {
      this.#count('credentials', act);
    }
    this.#look(act);
  }

  tell(): ActGaps {
    const of = (kind: Kind) => this.#counts.get(kind) ?? null;
    return {
      unanswered: of('unanswered'),
      metadata: of('metadata'),
      bodies: of('bodies'),
      tokens: of('tokens'),
      truncated: of('truncated'),
      lists: of('lists'),
      unnamed: of('unnamed'),
      credentials: of('credentials'),
      seen: of('seen'),
    };
  }

  #look(act: Act): void {
    const { verb, resource, subresource } = act.evidence;
    if (verb === null || resource === null) return;
    if (WRITES.has(verb)) this.#lookAtWrite(act, kindOf(resource, subresource));
    const isList = verb === 'list' || verb === 'watch' || verb === 'deletecollection';
    if (isList && CONFIDENTIAL.has(resource) && act.name === null && act.outcome === 'allowed') {
      if (at(act.event, 'responseObject') === undefined) this.#count('lists', act);
    }
  }

  #lookAtWrite(act: Act, kind: string): void {
    const isToken = kind === 'serviceaccounts/token' && act.outcome === 'allowed';
    if (!isToken && !isWrite(act)) return;
    const { event } = act;
    if (!act.partial && isTruncated(event)) this.#count('truncated', act);
    const isBare =
      at(event, 'requestObject') === undefined && at(event, 'responseObject') === undefined;
    if (isToken) {
      if (isBare) this.#count('tokens', act);
      return;
    }
    if (act.name === null) this.#count('unnamed', act);
    if (!isBare) return;
    this.#count(textOf(at(event, 'level')) === 'Metadata' ? 'metadata' : 'bodies', act);
  }

  #count(kind: Kind, { time }: Act): void {
    const known = this.#counts.get(kind);
    this.#counts.set(kind, {
      count: (known?.count ?? 0) + 1,
      from: Math.min(known?.from ?? time, time),
      until: Math.max(known?.until ?? time, time),
    });
  }
}

function isTruncated(event: Act['event']): boolean {
  return at(objectOf(at(event, 'annotations')), TRUNCATED) !== undefined;
}

function isAccount(identity: string): boolean {
  return identity.startsWith('system:serviceaccount:');
}
