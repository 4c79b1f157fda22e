import type { Micros } from '../../types.ts';
import { Proofs } from '../proofs.ts';
import { accountOf, type Caller, seriesOf } from '../trail/caller.ts';
import type { EventAct } from '../trail/event-act.ts';
import { mayBeBoth } from '../trail/homes.ts';
import type { Trail } from '../trail/trail.ts';

/** Two uses of one credential are at the same time when no more lies between them: ten minutes. */
const SAME_TIME: Micros = 600_000_000;

/** How many places of one credential are compared, and how many pairs of them are told. */
const MOST_PLACES = 20;
const MOST_PAIRS = 2000;

/** Two places that one credential was used from by turns. */
export interface Pair {
  readonly origins: readonly [string, string];
  readonly from: Micros;
  until: Micros;
  readonly proofs: Proofs;
}

interface Place {
  readonly origin: string;
  readonly caller: Caller;
  /** Which others of the same credential can not be this one: found once for each. */
  readonly apart: Map<Place, boolean>;
  last: { readonly time: Micros; readonly id: string };
}

/** Finds credentials that are in two places at once. */
export class Together {
  readonly #trail: Trail;
  readonly #places = new Map<string, Place[]>();
  readonly #pairs = new Map<string, Pair>();

  constructor(trail: Trail) {
    this.#trail = trail;
  }

  see(act: EventAct): void {
    const { caller, origin, time, id } = act;
    const series = seriesOf(caller);
    // A person may be in many places; only one credential may not.
    if (series === '' && accountOf(caller.user) === undefined) return;
    const key = JSON.stringify([caller.user, series === 'token' ? act.credential : series]);
    let places = this.#places.get(key);
    if (places === undefined) {
      places = [];
      this.#places.set(key, places);
    }
    const own = places.find((place) => place.origin === origin);
    const here = own ?? { origin, caller, apart: new Map(), last: { time, id } };
    for (const place of places) {
      if (time - place.last.time <= SAME_TIME && this.#areApart(place, here))
        this.#note(place, act);
    }
    here.last = { time, id };
    if (own === undefined && places.length < MOST_PLACES) places.push(here);
  }

  #areApart(there: Place, here: Place): boolean {
    let apart = here.apart.get(there);
    if (apart === undefined) {
      apart = this.#isElsewhere(there.caller, here.caller);
      here.apart.set(there, apart);
    }
    return apart;
  }

  /** What the account's own workload may well come from is no second place. */
  #isElsewhere(there: Caller, here: Caller): boolean {
    if (there.address === here.address) return false;
    const series = seriesOf(here);
    if (series.startsWith('pod:')) {
      const departures = this.#trail.departuresOf(here.user);
      return [there, here].some((caller) => departures.get(caller)?.isElsewhere === true);
    }
    if (there.program !== here.program) return true;
    // Replicas of an account whose tokens have no ids are in several places, too, but are one program.
    if (series === '') return false;
    const { index } = this.#trail;
    return !(
      mayBeBoth(there.address, here.address, index) || mayBeBoth(here.address, there.address, index)
    );
  }

  #note(place: Place, act: EventAct): void {
    const origins = [place.origin, act.origin].sort() as [string, string];
    const key = origins.join();
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      if (this.#pairs.size >= MOST_PAIRS) return;
      pair = { origins, from: place.last.time, until: act.time, proofs: new Proofs() };
      pair.proofs.add(place.last);
      this.#pairs.set(key, pair);
    }
    pair.until = Math.max(pair.until, act.time);
    pair.proofs.add(act);
  }

  /** All pairs; one of only two events is a change of place, and no two at once. */
  get pairs(): readonly Pair[] {
    return [...this.#pairs.values()].filter(({ proofs }) => proofs.count > 2);
  }
}
