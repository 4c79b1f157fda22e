import { formatTime } from '../../record/time.ts';
import type { Micros } from '../../types.ts';
import { Proofs } from '../proofs.ts';
import type { Credential } from '../report/credential.ts';
import type { Caller } from '../trail/caller.ts';
import type { EventAct } from '../trail/event-act.ts';

interface Place {
  readonly first: Micros;
  last: Micros;
  readonly proofs: Proofs;
}

/** How many addresses are remembered. */
const MOST = 10_000;

/** Requests that nobody was authenticated for, by address and program. */
export class Refusals {
  readonly #places = new Map<string, Place>();

  see(act: EventAct): void {
    const { address, program } = act.caller;
    if (act.evidence.code !== 401 || address === null) return;
    const key = placeOf(address, program);
    let place = this.#places.get(key);
    if (place === undefined) {
      if (this.#places.size >= MOST) return;
      place = { first: act.time, last: act.time, proofs: new Proofs() };
      this.#places.set(key, place);
    }
    place.last = Math.max(place.last, act.time);
    place.proofs.add(act);
  }

  /**
   * Those that fit a credential: from where it was used and by the same program, after its first use. `isOnly`: no
   * other credential was used there.
   */
  of(caller: Caller, since: Micros, isOnly: boolean): Credential['refused'] {
    const { address, program } = caller;
    const place = address === null ? undefined : this.#places.get(placeOf(address, program));
    if (place === undefined || place.last < since) return null;
    return {
      count: place.proofs.count,
      first: formatTime(place.first),
      last: formatTime(place.last),
      confidence: isOnly ? 'likely' : 'possible',
      proof: place.proofs.proof,
    };
  }
}

function placeOf(address: string, program: string | null): string {
  return `${address} ${program ?? ''}`;
}
