import { formatTime } from '../../record/time.ts';
import type { Micros } from '../../types.ts';
import type { Part } from '../act.ts';
import { compare } from '../compare.ts';
import { Proofs } from '../proofs.ts';
import type { Origin } from '../report/origin.ts';
import { accountOf, type Caller, identityOf } from '../trail/caller.ts';
import type { EventAct } from '../trail/event-act.ts';
import type { Trail } from '../trail/trail.ts';
import { type DepartureKind, History } from './history.ts';
import { Together } from './together.ts';

/** How many places are told, and how many departures of one. */
const MOST = 5000;
const MOST_DEPARTURES = 40;

interface Place {
  readonly caller: Caller;
  readonly whose: 'suspect' | 'own';
  readonly credentials: Set<string>;
  readonly agents: Set<string>;
  readonly pods: Set<string>;
  readonly nodes: Set<string>;
  first: Micros;
  last: Micros;
  requests: number;
  denied: number;
  readonly departures: Map<string, Departed>;
}

interface Departed {
  readonly kind: DepartureKind;
  readonly value: string;
  readonly first: Micros;
  readonly seconds: number;
  readonly proofs: Proofs;
}

/** Where the credentials of a trail were used from, and what departs there from their own history. */
export class Origins implements Part<Origin[]> {
  /** How many requests are of some that had no room. */
  omitted = 0;
  readonly #trail: Trail;
  readonly #places = new Map<string, Place>();
  readonly #histories = new Map<string, History>();
  readonly #together: Together;

  constructor(trail: Trail) {
    this.#trail = trail;
    this.#together = new Together(trail);
  }

  see(act: EventAct): void {
    const { whose, caller } = act;
    if (whose === 'other') return;
    const place = this.#placeOf(act, whose);
    if (place === undefined) return;
    note(place, act);
    this.#together.see(act);
    let history = this.#histories.get(caller.user);
    if (history === undefined) {
      history = new History();
      this.#histories.set(caller.user, history);
    }
    if (whose === 'own') history.learn(act);
    else noteDepartures(place, history, act);
  }

  #placeOf(act: EventAct, whose: 'suspect' | 'own'): Place | undefined {
    const known = this.#places.get(act.origin);
    if (known !== undefined) return known;
    if (this.#places.size >= MOST) {
      this.omitted++;
      return undefined;
    }
    const { caller, time } = act;
    const place: Place = {
      caller,
      whose,
      credentials: new Set(),
      agents: new Set(),
      pods: new Set(),
      nodes: new Set(),
      first: time,
      last: time,
      requests: 0,
      denied: 0,
      departures: new Map(),
    };
    this.#places.set(act.origin, place);
    return place;
  }

  tell(): Origin[] {
    const pairs = Map.groupBy(
      this.#together.pairs.flatMap((pair) =>
        pair.origins.map((origin, at) => ({ origin, other: pair.origins[1 - at] as string, pair })),
      ),
      ({ origin }) => origin,
    );
    const all = [...this.#places].map(([id, place]) => {
      const together = (pairs.get(id) ?? []).map(({ other, pair }) => ({
        origin: other,
        from: formatTime(pair.from),
        until: formatTime(pair.until),
        proof: pair.proofs.proof,
      }));
      return { ...this.#tell(id, place), together };
    });
    return all.sort(
      (a, b) =>
        Number(b.whose === 'suspect') - Number(a.whose === 'suspect') ||
        compare(a.firstUse, b.firstUse) ||
        compare(a.id, b.id),
    );
  }

  #tell(id: string, place: Place): Omit<Origin, 'together'> {
    const { caller, whose } = place;
    return {
      id,
      identity: identityOf(caller),
      credentials: [...place.credentials].sort(),
      address: caller.address,
      program: caller.program,
      userAgents: [...place.agents],
      pods: [...place.pods].sort(),
      nodes: [...place.nodes].sort(),
      firstUse: formatTime(place.first),
      lastUse: formatTime(place.last),
      requests: place.requests,
      denied: place.denied,
      whose,
      why: this.#why(caller, whose),
      departures: [...place.departures.values()].map((departed) => ({
        kind: departed.kind,
        value: departed.value,
        first: formatTime(departed.first),
        historySeconds: departed.seconds,
        proof: departed.proofs.proof,
      })),
    };
  }

  #why(caller: Caller, whose: 'suspect' | 'own'): string {
    const suspicion = this.#trail.suspects.get(caller);
    if (suspicion === undefined) return 'where its own workload is, as far as the log tells';
    return whose === 'own' ? `before anything spoke against it` : suspicion.why;
  }
}

function note(place: Place, act: EventAct): void {
  const { caller, time } = act;
  place.requests++;
  if (act.outcome === 'denied') place.denied++;
  place.first = Math.min(place.first, time);
  place.last = Math.max(place.last, time);
  if (place.credentials.size < MOST) place.credentials.add(act.credential);
  if (caller.agent !== null && place.agents.size < 10) place.agents.add(caller.agent);
  const namespace = accountOf(caller.user)?.namespace;
  if (caller.pod !== null) place.pods.add(`${namespace ?? ''}/${caller.pod}`);
  if (caller.node !== null) place.nodes.add(caller.node);
}

function noteDepartures(place: Place, history: History, act: EventAct): void {
  const { seconds, kinds } = history.compare(act);
  for (const [kind, value] of kinds) {
    const key = `${kind} ${value}`;
    let departed = place.departures.get(key);
    if (departed === undefined) {
      if (place.departures.size >= MOST_DEPARTURES) continue;
      departed = { kind, value, first: act.time, seconds, proofs: new Proofs() };
      place.departures.set(key, departed);
    }
    departed.proofs.add(act);
  }
}
