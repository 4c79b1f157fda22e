import type { Micros } from '../../types.ts';
import { Proofs } from '../proofs.ts';
import { accountOf, seriesOf } from '../trail/caller.ts';
import type { EventAct } from '../trail/event-act.ts';

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
  readonly address: string | null;
  readonly program: string | null;
  last: { readonly time: Micros; readonly id: string };
}

/** Finds credentials that are in two places at once. */
export class Together {
  readonly #places = new Map<string, Place[]>();
  readonly #pairs = new Map<string, Pair>();

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
    for (const place of places) {
      const isElsewhere = place.address !== caller.address;
      // Replicas of an account whose tokens have no ids are in several places, too, but are one program.
      const isOther = series !== '' || place.program !== caller.program;
      if (isElsewhere && isOther && time - place.last.time <= SAME_TIME) this.#note(place, act);
    }
    const own = places.find((place) => place.origin === origin);
    if (own !== undefined) own.last = { time, id };
    else if (places.length < MOST_PLACES) {
      places.push({ origin, address: caller.address, program: caller.program, last: { time, id } });
    }
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
