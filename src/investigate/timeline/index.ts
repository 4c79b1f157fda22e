import type { Micros } from '../../types.ts';
import type { Act, Part } from '../act.ts';
import { compare } from '../compare.ts';
import { WRITES } from '../kinds.ts';
import type { Step } from '../report/timeline.ts';
import { Fold, foldKeyOf } from './fold.ts';
import type { NameRoom } from './names.ts';
import { phaseOf } from './phase.ts';

/** Bounds of a timeline, and what is near in time: microseconds. */
export interface TimelineLimits {
  /** Steps of the thief that are more than ordinary. */
  readonly steps: number;
  /** Ordinary steps, and the account's own. */
  readonly ordinary: number;
  /** Names that are counted beyond those that are shown. */
  readonly names: number;
  /** Requests of the thief that are farther apart are two steps. */
  readonly near: Micros;
  /** The same for the account's own requests. */
  readonly nearOwn: Micros;
}

const MINUTE: Micros = 60_000_000;

const DEFAULTS: TimelineLimits = {
  steps: 4000,
  ordinary: 1000,
  names: 200_000,
  near: 15 * MINUTE,
  nearOwn: 24 * 60 * MINUTE,
};

/** All steps in order, and how many found no room. */
export interface Steps {
  readonly steps: Step[];
  readonly omitted: number;
}

/** Objects that the trail made, as far as they are known. */
const MOST_MADE = 10_000;

/** Folds what the identities on the trail did into steps. */
export function createTimeline(limits: Partial<TimelineLimits> = {}): Part<Steps> {
  return new TimelinePart({ ...DEFAULTS, ...limits });
}

class TimelinePart implements Part<Steps> {
  readonly #limits: TimelineLimits;
  readonly #names: NameRoom;
  readonly #open = new Map<string, Fold | Omitted>();
  readonly #steps: [key: string, fold: Fold][] = [];
  readonly #made = new Set<string>();
  #ordinary = 0;
  #omitted = 0;

  constructor(limits: TimelineLimits) {
    this.#limits = limits;
    this.#names = { left: limits.names };
  }

  see(act: Act): void {
    if (act.whose === 'other') return;
    const phase = phaseOf(act, this.#isMade(act));
    this.#remember(act);
    const key = foldKeyOf(act, phase);
    const open = this.#open.get(key);
    const near = act.whose === 'own' ? this.#limits.nearOwn : this.#limits.near;
    if (open !== undefined && act.time - open.last <= near) {
      open.add(act);
      return;
    }
    const isOrdinary = act.whose === 'own' || phase === 'use';
    if (this.#hasRoom(isOrdinary)) {
      const fold = new Fold(act, phase, this.#names);
      this.#steps.push([key, fold]);
      if (isOrdinary) this.#ordinary++;
      this.#open.set(key, fold);
    } else {
      this.#omitted++;
      this.#openOmitted(key, act);
    }
  }

  tell(): Steps {
    const steps = this.#steps.map(([key, fold]) => fold.step(key));
    steps.sort((a, b) => compare(a.first, b.first));
    return { steps, omitted: this.#omitted };
  }

  #hasRoom(isOrdinary: boolean): boolean {
    const { steps, ordinary } = this.#limits;
    if (isOrdinary) return this.#ordinary < ordinary;
    return this.#steps.length - this.#ordinary < steps;
  }

  /** So that the requests of a step that found no room count as one. */
  #openOmitted(key: string, act: Act): void {
    if (this.#open.size >= 2 * (this.#limits.steps + this.#limits.ordinary)) this.#open.clear();
    this.#open.set(key, new Omitted(act.time));
  }

  #remember(act: Act): void {
    const { verb, subresource, resource } = act.evidence;
    if (act.whose !== 'suspect' || act.outcome !== 'allowed' || act.dryRun) return;
    if (verb === null || !WRITES.has(verb) || subresource !== null || resource === null) return;
    if (verb !== 'create' && act.evidence.code !== 201) return;
    if (this.#made.size < MOST_MADE) this.#made.add(placeOf(act)).add(placeOf(act, null));
  }

  #isMade(act: Act): boolean {
    return this.#made.has(
      act.evidence.verb === 'deletecollection' ? placeOf(act, null) : placeOf(act),
    );
  }
}

/** A step that found no room. */
class Omitted {
  last: Micros;

  constructor(time: Micros) {
    this.last = time;
  }

  add(act: Act): void {
    this.last = Math.max(this.last, act.time);
  }
}

function placeOf(act: Act, name: string | null = act.name): string {
  return JSON.stringify([act.group, act.evidence.resource, act.evidence.namespace, name]);
}
