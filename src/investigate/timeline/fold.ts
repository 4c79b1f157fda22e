import { formatTime } from '../../record/time.ts';
import { quoted } from '../../text/request.ts';
import type { Evidence, Micros } from '../../types.ts';
import type { Act } from '../act.ts';
import { contentId } from '../content-id.ts';
import { WRITES } from '../kinds.ts';
import { whatOf } from '../left-behind/what.ts';
import { Proofs } from '../proofs.ts';
import type { Phase, Step } from '../report/timeline.ts';
import { commandOf } from '../taken/tokens.ts';
import { type NameRoom, Names } from './names.ts';
import { sentenceOf } from './sentence.ts';

const MOST_NAMES = 20;
const MOST_CODES = 10;

/** The fields of a step's sentence in which its events may differ. */
const VARYING = ['namespace', 'name', 'path'] as const satisfies readonly (keyof Evidence)[];

/** What is folded into one step: same actor, deed, kind of object and outcome. */
export function foldKeyOf(act: Act, phase: Phase): string {
  const { whose, identity, as, credential, origin, outcome, group, dryRun } = act;
  const { verb, resource, subresource, namespace } = act.evidence;
  // The account's own tokens change every hour, and nobody asks which of them it was.
  const holder = whose === 'own' ? origin : `${origin} ${credential}`;
  // A list of all namespaces must not hide among lists of one.
  const deed = [verb, group, resource, subresource, namespace === null, dryRun];
  return JSON.stringify([phase, whose, identity, as, holder, outcome, ...deed]);
}

/** What is kept of a step's first event: an act is valid only while it is being seen. */
type First = Pick<
  Act,
  | 'id'
  | 'time'
  | 'identity'
  | 'as'
  | 'credential'
  | 'origin'
  | 'outcome'
  | 'group'
  | 'whose'
  | 'dryRun'
>;

function firstOf(act: Act): First {
  const { id, time, identity, as, credential, origin, outcome, group, whose, dryRun } = act;
  return { id, time, identity, as, credential, origin, outcome, group, whose, dryRun };
}

/** Requests that become one step. */
export class Fold {
  last: Micros;
  readonly #phase: Phase;
  readonly #first: First;
  /** The first event, with the name that only its body may have. */
  readonly #evidence: Evidence;
  readonly #various = new Set<keyof Evidence>();
  readonly #codes = new Set<number>();
  readonly #namespaces: Names;
  readonly #names: Names;
  readonly #proofs = new Proofs();
  /** What its bodies or its command tell, of the thief's. */
  readonly #detail: string | null;

  constructor(act: Act, phase: Phase, room: NameRoom) {
    this.#phase = phase;
    this.#first = firstOf(act);
    this.#evidence = evidenceOf(act);
    this.#detail = act.whose === 'suspect' ? detailOf(act, phase) : null;
    this.#namespaces = new Names(room, MOST_NAMES);
    this.#names = new Names(room, MOST_NAMES);
    this.last = act.time;
    this.add(act);
  }

  add(act: Act): void {
    const evidence = evidenceOf(act);
    this.last = Math.max(this.last, act.time);
    this.#proofs.add(act);
    this.#namespaces.add(evidence.namespace);
    this.#names.add(evidence.name ?? evidence.path);
    const { code } = evidence;
    if (code !== null && this.#codes.size < MOST_CODES) this.#codes.add(code);
    for (const field of VARYING) {
      if (evidence[field] !== this.#evidence[field]) this.#various.add(field);
    }
  }

  step(key: string): Step {
    const { identity, as, credential, origin, outcome, group, whose, dryRun, time } = this.#first;
    const { verb, resource, subresource } = this.#evidence;
    const facts = {
      first: formatTime(time),
      last: formatTime(this.last),
      count: this.#proofs.count,
      outcome,
      codes: [...this.#codes].sort((a, b) => a - b),
      namespaces: this.#namespaces.shown,
      names: this.#names.shown,
      more: this.#names.more,
      dryRun,
    };
    return {
      id: contentId('step', key, this.#first.id),
      phase: this.#phase,
      whose: whose === 'own' ? 'own' : 'suspect',
      identity,
      as,
      credential,
      origin,
      ...facts,
      verb,
      group,
      resource,
      subresource,
      text: sentenceOf({
        evidence: this.#evidence,
        various: this.#various,
        detail: facts.count === 1 ? this.#detail : null,
        ...facts,
      }),
      alerts: [],
      proof: this.#proofs.proof,
    };
  }
}

/** What makes one request of a kind worse than another: the command, or what was written. */
function detailOf(act: Act, phase: Phase): string | null {
  if (phase === 'access') {
    const isEntry = act.evidence.resource === 'pods' && act.evidence.subresource === 'exec';
    const command = isEntry ? commandOf(act) : null;
    return command === null ? null : quoted(command, 200);
  }
  if (phase !== 'escalation' && phase !== 'persistence') return null;
  return isWriting(act) && act.object !== undefined ? whatOf(act).what : null;
}

function isWriting({ evidence }: Act): boolean {
  return evidence.verb !== null && WRITES.has(evidence.verb);
}

function evidenceOf({ evidence, name }: Act): Evidence {
  return evidence.name === name ? evidence : { ...evidence, name: evidence.name ?? name };
}
