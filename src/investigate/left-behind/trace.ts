import { formatTime } from '../../record/time.ts';
import type { Micros } from '../../types.ts';
import type { Act } from '../act.ts';
import { contentId } from '../content-id.ts';
import { Proofs } from '../proofs.ts';
import type { Confidence, ObjectRef } from '../report/common.ts';
import type { LeftBehind } from '../report/left-behind.ts';
import { Clauses } from './clauses.ts';
import { dangerOf } from './kinds.ts';
import { objectKey, refOf } from './objects.ts';
import { whatOf } from './what.ts';

/** All objects of a kind in a namespace, or in the cluster. */
export interface Place {
  /** The last deletion of some of them, nobody knows which. */
  doubt: LeftBehind['ended'];
}

/** One object that the trail made or changed, and what became of it. */
export class Trace {
  readonly object: ObjectRef;
  readonly whose: 'suspect' | 'own';
  readonly place: Place;
  readonly #deed: LeftBehind['deed'];
  readonly #danger: LeftBehind['danger'];
  readonly #identity: string;
  readonly #first: Micros;
  #last: Micros;
  #state: LeftBehind['state'];
  #ended: LeftBehind['ended'] = null;
  #hasEnded = false;
  /** What was in doubt before it was written last. */
  #before: Place['doubt'] = null;
  #confidence: Confidence = 'possible';
  readonly #clauses = new Clauses();
  readonly #proofs = new Proofs();

  constructor(act: Act, whose: 'suspect' | 'own', place: Place) {
    this.object = refOf(act);
    this.whose = whose;
    this.place = place;
    const { verb, code, subresource } = act.evidence;
    const isNew = verb === 'create' || code === 201;
    this.#deed = isNew && subresource === null ? 'created' : 'changed';
    this.#danger = dangerOf(act);
    this.#identity = act.identity;
    this.#first = act.time;
    this.#last = act.time;
    this.#state = 'unknown';
    this.write(act);
  }

  /** The trail wrote it, once more. */
  write(act: Act): void {
    this.#last = Math.max(this.#last, act.time);
    this.#state = this.object.name === null ? 'unknown' : 'there';
    this.#ended = null;
    this.#before = this.place.doubt;
    this.#describe(act);
    if (act.outcome === 'allowed') {
      const sure = act.partial || this.object.name === null ? 'likely' : 'certain';
      if (this.#confidence !== 'certain') this.#confidence = sure;
    }
    this.#proofs.add(act);
  }

  /** What the account's own workload writes over and over is looked at once: bodies cost time. */
  #describe(act: Act): void {
    if (this.whose === 'suspect' || this.#clauses.size === 0) this.#clauses.add(whatOf(act));
  }

  /** Somebody else wrote it. */
  rewrite(act: Act): void {
    if (this.#isDoubted || (this.#state !== 'there' && this.#state !== 'changed since')) return;
    this.#state = 'changed since';
    this.#ended = endOf(act);
  }

  /** It was deleted, whoever did it. */
  delete(act: Act): void {
    this.#hasEnded = true;
    this.#state = 'deleted';
    this.#ended = endOf(act);
  }

  /** It was changed after its end: a finalizer held it, or it was made again unseen. It is not as it was. */
  outlive(act: Act): void {
    if (act.outcome !== 'allowed') return;
    this.#last = Math.max(this.#last, act.time);
    this.#state = 'unknown';
    this.#before = this.place.doubt;
    this.#describe(act);
    this.#proofs.add(act);
  }

  /** Some of its kind were deleted since, nobody knows which. */
  get #isDoubted(): boolean {
    return this.#state !== 'deleted' && this.#before !== this.place.doubt;
  }

  /** It was deleted once: what is made under its name then is another. */
  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  get isDeleted(): boolean {
    return this.#state === 'deleted';
  }

  told(): LeftBehind {
    return {
      id: contentId('left', this.whose, objectKey(this.object), this.#proofs.proof.events[0]),
      object: this.object,
      deed: this.#deed,
      what: this.#clauses.what,
      danger: this.#danger,
      whose: this.whose,
      identity: this.#identity,
      first: formatTime(this.#first),
      last: formatTime(this.#last),
      state: this.#isDoubted ? 'unknown' : this.#state,
      ended: this.#isDoubted ? this.place.doubt : this.#ended,
      beneficiaries: this.#clauses.beneficiaries,
      confidence: this.#confidence,
      proof: this.#proofs.proof,
    };
  }
}

/** Who ended something, and when. */
export function endOf(act: Act): LeftBehind['ended'] {
  const proofs = new Proofs();
  proofs.add(act);
  return {
    time: formatTime(act.time),
    by: act.identity,
    whose: act.whose,
    proof: proofs.proof,
  };
}
