import type { Confidence } from '../report/common.ts';
import { type Caller, seriesOf } from './caller.ts';
import type { LogIndex } from './log-index.ts';
import { familyOf, isByHand, isPrivate, networkOf } from './places.ts';

/** What sets a caller apart from the identity's own workload. */
export interface Departure {
  readonly confidence: Confidence;
  /** A clause: `used from 198.51.100.23, not from its pod's 10.0.3.7`. */
  readonly why: string;
  /** It comes from another address than its own. */
  readonly isElsewhere: boolean;
}

/** From so many identities on, an address is a gateway or a proxy, and tells nothing of who comes from it. */
export const SHARED = 8;

/** What begins within so many microseconds after a log's first is as old as that: ten minutes. */
const BEGINNING = 600_000_000;

/**
 * Tells an identity's own callers from those that depart from it, by all of its callers in the log. A pod's
 * address never changes, so another address that its token comes from is not the pod. Without a pod, home is
 * where the credentials were used longest, by a program of their own if there is one.
 */
export function findDepartures(
  callers: readonly Caller[],
  index: LogIndex,
): Map<Caller, Departure> {
  const found = new Map<Caller, Departure>();
  const series = Map.groupBy(callers, workloadOf);
  for (const [name, members] of series) {
    const home = homeOf(members);
    const test = name.startsWith('pod:') ? departureFromPod : departureFromPlace;
    for (const caller of members) {
      const departure = test(caller, home, index);
      if (departure !== undefined) found.set(caller, departure);
    }
  }
  spreadAmong(callers, found);
  findStrays(series, found);
  return found;
}

/** Tokens of no pod may be anywhere, but all of an account's are of one workload, unless something speaks against it. */
function workloadOf(caller: Caller): string {
  return caller.pod === null && caller.podUid === null ? 'loose' : seriesOf(caller);
}

/** Where a series is at home: an address, and the first program there. */
interface Home {
  readonly address: string | null;
  readonly program: string | null;
  readonly programs: ReadonlySet<string | null>;
  readonly first: number;
}

function homeOf(members: readonly Caller[]): Home {
  let best: readonly Caller[] = [];
  for (const group of Map.groupBy(members, (caller) => caller.address).values()) {
    if (best.length === 0 || isLikelier(group, best)) best = group;
  }
  const first = firstOf(best);
  const early = best.filter((caller) => caller.first <= first + BEGINNING);
  const [oldest] = best.toSorted((a, b) => a.first - b.first);
  return {
    address: oldest?.address ?? null,
    program: oldest?.program ?? null,
    programs: new Set(early.map(({ program }) => program)),
    first,
  };
}

/** A workload's own program speaks for a place, then a private address, then how long it was used. */
function isLikelier(a: readonly Caller[], b: readonly Caller[]): boolean {
  const [x, y] = [a, b].map((group) => [
    Number(group.some(({ program }) => !isByHand(program))),
    Number(isPrivate(group[0]?.address ?? null)),
    spanOf(group),
    -firstOf(group),
  ]) as [number[], number[]];
  const at = x.findIndex((value, index) => value !== y[index]);
  return at >= 0 && (x[at] as number) > (y[at] as number);
}

function firstOf(callers: readonly Caller[]): number {
  return callers.reduce((first, caller) => Math.min(first, caller.first), Infinity);
}

function spanOf(callers: readonly Caller[]): number {
  return callers.reduce((last, caller) => Math.max(last, caller.last), 0) - firstOf(callers);
}

function departureFromPod(caller: Caller, home: Home, index: LogIndex): Departure | undefined {
  const { address, program } = caller;
  if (address === home.address) return otherProgram(caller, home);
  if (home.programs.has(program) && mayBeBoth(home.address, address, index)) return undefined;
  return {
    // Before Kubernetes 1.30 the pod's tokens and whatever else names the pod look alike.
    confidence: caller.credentialId === null ? 'likely' : 'certain',
    why: `used from ${address ?? 'an unknown address'}, while its pod is at ${home.address ?? 'another'}`,
    isElsewhere: true,
  };
}

/**
 * Whether one program at home may come from a second address as well: of the other family, or a proxy's in front of
 * kube-apiserver, which all come from.
 */
export function mayBeBoth(home: string | null, address: string | null, index: LogIndex): boolean {
  if (familyOf(address) !== familyOf(home)) return true;
  return address !== null && index.identitiesAt(address) >= SHARED;
}

/** At home, only a person's tool that came later is told apart: a pod may have several programs. */
function otherProgram(caller: Caller, home: Home): Departure | undefined {
  const { program, first } = caller;
  if (home.programs.has(program) || !isByHand(program) || isByHand(home.program)) return undefined;
  if (first <= home.first + BEGINNING) return undefined;
  return {
    confidence: 'likely',
    why: `used by ${program ?? 'an unnamed program'}, while its own program is ${home.program ?? 'another'}`,
    isElsewhere: false,
  };
}

function departureFromPlace(caller: Caller, home: Home): Departure | undefined {
  const { address, program, first } = caller;
  if (address === home.address) return otherProgram(caller, home);
  const isOtherTool = isByHand(program) && !isByHand(home.program);
  if (first <= home.first + BEGINNING && !isOtherTool) return undefined;
  if (networkOf(address) === networkOf(home.address) && home.programs.has(program))
    return undefined;
  return {
    confidence: isPrivate(address) === isPrivate(home.address) ? 'possible' : 'likely',
    why: `used from ${address ?? 'an unknown address'}, new since ${home.address ?? 'another place'}`,
    isElsewhere: true,
  };
}

/** Whoever departs with one token may have others of the account: those that came to that place no sooner. */
function spreadAmong(callers: readonly Caller[], found: Map<Caller, Departure>): void {
  const places = new Map<string | null, { first: number; why: string }>();
  for (const [{ address, first }, { isElsewhere, why }] of found) {
    const known = places.get(address);
    if (isElsewhere && (known === undefined || first < known.first))
      places.set(address, { first, why });
  }
  for (const caller of callers) {
    const place = places.get(caller.address);
    if (place === undefined || found.has(caller) || caller.first < place.first) continue;
    found.set(caller, { confidence: 'likely', why: place.why, isElsewhere: true });
  }
}

/** A series that is at one place only, outside, while all others are inside, or that has no pod where others have. */
function findStrays(
  series: ReadonlyMap<string, readonly Caller[]>,
  found: Map<Caller, Departure>,
): void {
  const rest = [...series].map(([name, members]) => ({
    name,
    members: members.filter((caller) => !found.has(caller)),
  }));
  const own = rest.filter(({ members }) => members.length > 0);
  const inside = own.filter(({ members }) => members.every(({ address }) => isPrivate(address)));
  const inPods = own.filter(({ name }) => name.startsWith('pod:'));
  for (const { name, members } of own) {
    const isOutside = inside.length > 0 && members.every(({ address }) => !isPrivate(address));
    const isLoose = inPods.length > 0 && !name.startsWith('pod:');
    if (!isOutside && !isLoose) continue;
    const why = isOutside
      ? 'used from a public address only, while the other tokens are used inside'
      : 'a token of no pod, while the account is used by pods';
    for (const caller of members)
      found.set(caller, { confidence: isOutside ? 'likely' : 'possible', why, isElsewhere: true });
  }
}
