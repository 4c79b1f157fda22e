import type { Evidence } from '../../types.ts';
import type { Start } from '../starts.ts';
import { type Caller, identityOf, OTHERS, seriesOf } from './caller.ts';
import { type Departure, SHARED } from './homes.ts';
import type { LogIndex } from './log-index.ts';
import { startsAt } from './starts-at.ts';
import type { Suspicion } from './suspicion.ts';
import type { Trail } from './trail.ts';

/** Events of an alert: who made them is looked for by what they show. */
export type AlertEvents = readonly Evidence[];

/** Puts on the trail what it starts from; whether any of it is in the log. */
export function begin(trail: Trail, starts: readonly Start[], alerts: AlertEvents): boolean {
  const asked: [Start, readonly Caller[]][] = [];
  const refused: typeof asked = [];
  let found = false;
  for (const start of starts) {
    const callers = trail.index.callers.filter((caller) =>
      start.kind === 'alert'
        ? alerts.some((event) => made(event, caller))
        : startsAt(start, caller),
    );
    found ||= callers.length > 0;
    for (const [user, theirs] of Map.groupBy(callers, (caller) => caller.user)) {
      if (user !== '') asked.push([start, theirs]);
      else refused.push([start, theirs]);
    }
  }
  // Where all were refused, that is all there is to tell.
  if (asked.length === 0) asked.push(...refused);
  for (const [, [caller]] of asked) if (caller !== undefined) trail.start(identityOf(caller));
  // Once all are there: one that is asked for isn't reached from another.
  for (const [start, callers] of asked) accuseAll(trail, start, callers);
  return found;
}

/**
 * Accuses those of one identity: the ones that depart, where any do. A place that is the identity's own is not what
 * is wrong where it departs to another.
 */
function accuseAll(trail: Trail, start: Start, callers: readonly Caller[]): void {
  const [{ user }] = callers as readonly [Caller, ...Caller[]];
  const departures = user === '' ? NONE : trail.departuresOf(user);
  const members = withSiblings(trail, start, callers);
  const departing = members.filter((caller) => departures.has(caller));
  const isPlace = start.kind === 'sourceIP' || start.kind === 'userAgent' || start.kind === 'alert';
  const elsewhere = isPlace && departing.length === 0 ? [...departures.keys()] : departing;
  const accused = elsewhere.length === 0 ? members : elsewhere;
  for (const caller of accused) {
    const departure = departures.get(caller);
    const suspicion =
      departure === undefined
        ? byItself(trail, start, caller)
        : { confidence: departure.confidence, why: departure.why };
    trail.accuse(caller, { ...suspicion, since: Number.NEGATIVE_INFINITY, edge: undefined });
  }
}

const NONE: ReadonlyMap<Caller, Departure> = new Map();

/** A pod's token is another one every hour. */
function withSiblings(trail: Trail, { kind }: Start, callers: readonly Caller[]): Caller[] {
  if (kind !== 'credential') return [...callers];
  const all = new Set(callers);
  for (const caller of callers) {
    const series = seriesOf(caller);
    if (!series.startsWith('pod:')) continue;
    for (const sibling of trail.index.ofSeries(caller.user, series)) all.add(sibling);
  }
  return [...all];
}

/** What is asked for is suspect, though nothing in the log tells it from innocent use. */
function byItself(
  { index }: Trail,
  { kind, value }: Start,
  caller: Caller,
): Pick<Suspicion, 'confidence' | 'why'> {
  const isShared = caller.address !== null && index.identitiesAt(caller.address) >= SHARED;
  const isPod = seriesOf(caller).startsWith('pod:');
  if (kind === 'sourceIP') {
    return isShared
      ? { confidence: 'possible', why: `comes from ${value}, as many others do` }
      : { confidence: 'likely', why: 'comes from the address that was asked for' };
  }
  if (kind === 'userAgent')
    return { confidence: 'possible', why: 'comes with the user agent that was asked for' };
  if (kind === 'alert') return { confidence: 'likely', why: 'raised the alert that was asked for' };
  return kind === 'credential' && !isPod
    ? { confidence: 'likely', why: 'used the credential that was asked for' }
    : { confidence: 'possible', why: NOT_TOLD_APART };
}

const NOT_TOLD_APART =
  'nothing in the log tells its own requests from those of somebody who took its credential';

/** Users of events of alerts whose callers are not known: there was no room for them. */
export function usersUnknown({ callers }: LogIndex, alerts: AlertEvents): ReadonlySet<string> {
  const unknown = alerts.filter((event) => !callers.some((caller) => made(event, caller)));
  return new Set(unknown.map(userOf));
}

/** Who authenticated. */
function userOf({ impersonator, user }: Evidence): string {
  return impersonator ?? user ?? '';
}

/** Whether an alert's event is of a caller. */
function made(event: Evidence, caller: Caller): boolean {
  return (
    userOf(event) === caller.user &&
    event.sourceIP === caller.address &&
    event.credentialId === caller.credentialId &&
    (caller.program === OTHERS || (event.userAgent?.slice(0, 512) ?? null) === caller.agent)
  );
}
