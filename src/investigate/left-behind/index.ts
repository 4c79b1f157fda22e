import type { Act, Part } from '../act.ts';
import { compare } from '../compare.ts';
import type { LeftBehind } from '../report/left-behind.ts';
import { selectorOf } from '../taken/readings.ts';
import { isController, isDeletion, isWrite } from './kinds.ts';
import { refOf } from './objects.ts';
import { Traces } from './traces.ts';

/** What a trail left behind, and how many objects found no room. */
export interface LeftTold {
  readonly leftBehind: LeftBehind[];
  readonly omitted: number;
}

/** Bounds: objects that the thief wrote, and objects that the account's own workload wrote. */
export interface LeftLimits {
  readonly suspect: number;
  readonly own: number;
}

const DEFAULTS: LeftLimits = { suspect: 5000, own: 1000 };

/** Gathers what the trail made or changed, and what became of it since. */
export function createLeftBehind(limits: Partial<LeftLimits> = {}): Part<LeftTold> {
  return new LeftBehindPart({ ...DEFAULTS, ...limits });
}

class LeftBehindPart implements Part<LeftTold> {
  readonly #traces = { suspect: new Traces('suspect'), own: new Traces('own') };
  readonly #limits: LeftLimits;
  #omitted = 0;

  constructor(limits: LeftLimits) {
    this.#limits = limits;
  }

  see(act: Act): void {
    if (isDeletion(act)) this.#end(act);
    else if (isWrite(act)) this.#write(act);
  }

  tell(): LeftTold {
    const traces = [...this.#traces.suspect.all(), ...this.#traces.own.all()];
    const leftBehind = traces.map((trace) => trace.told());
    leftBehind.sort((a, b) => compare(a.first, b.first));
    return { leftBehind, omitted: this.#omitted };
  }

  #write(act: Act): void {
    const { whose } = act;
    const object = refOf(act);
    for (const kind of ['suspect', 'own'] as const) {
      if (kind === whose || isController(act.identity)) continue;
      this.#traces[kind].get(object)?.rewrite(act);
    }
    if (whose === 'other') return;
    const traces = this.#traces[whose];
    const known = traces.get(object);
    if (known?.hasEnded === true && !isNew(act)) traces.outlive(known, act);
    else if (known?.hasEnded === false) known.write(act);
    else if (traces.size < this.#limits[whose]) traces.add(act);
    else this.#omitted++;
  }

  #end(act: Act): void {
    const selector = act.evidence.verb === 'deletecollection' ? selectorOf(act) : null;
    for (const traces of [this.#traces.suspect, this.#traces.own]) traces.end(act, selector);
  }
}

function isNew({ evidence }: Act): boolean {
  return evidence.verb === 'create' || evidence.code === 201;
}
