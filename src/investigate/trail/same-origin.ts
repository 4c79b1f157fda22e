import { actor } from '../../text/message.ts';
import type { Micros } from '../../types.ts';
import type { Confidence } from '../report/common.ts';
import { accountOf, type Caller } from './caller.ts';
import { SHARED } from './homes.ts';
import { isByHand } from './places.ts';
import type { Edge, Suspicion } from './suspicion.ts';
import type { Trail } from './trail.ts';

/**
 * Who else came from where a suspect comes from, with how sure that is the same person. An address that others used
 * before tells little by itself, one that many share nothing.
 */
export function findSameOrigin(
  trail: Trail,
  suspect: Caller,
  since: Micros,
): [Caller, Suspicion][] {
  const { address } = suspect;
  if (address === null) return [];
  const there = trail.index.ofAddress(address);
  if (!trail.mayLookAt(there.length)) return [];
  const own = there.filter((caller) => caller.user === suspect.user && caller !== suspect);
  const others = there.filter(({ user }) => user !== '' && user !== suspect.user);
  return [
    ...own.flatMap((caller) => ofSameIdentity(trail, caller)),
    ...(others.length === 0 ? [] : ofOthers(trail, { suspect, address, since }, others)),
  ];
}

/** With other programs, or other tokens of the account. */
function ofSameIdentity(trail: Trail, caller: Caller): [Caller, Suspicion][] {
  const departure = trail.departuresOf(caller.user).get(caller);
  if (departure?.isElsewhere !== true || trail.suspects.has(caller)) return [];
  const { confidence, why } = departure;
  return [[caller, { since: Number.NEGATIVE_INFINITY, confidence, why, edge: undefined }]];
}

interface At {
  readonly suspect: Caller;
  readonly address: string;
  readonly since: Micros;
}

function ofOthers(trail: Trail, at: At, others: readonly Caller[]): [Caller, Suspicion][] {
  const { address, suspect } = at;
  if (trail.index.identitiesAt(address) >= SHARED) {
    trail.sharedAddresses.add(address);
    return [];
  }
  return others.flatMap((caller): [Caller, Suspicion][] => {
    const confidence = likeness(trail, at, caller);
    if (confidence === undefined || trail.suspects.has(caller)) return [];
    const why = `from ${address}, where ${actor(suspect.user)} was used as well`;
    const isSubject = trail.identities.get(caller.user)?.subject === true;
    const edge = isSubject ? undefined : reached(trail, at, caller, confidence);
    if (edge === undefined && !isSubject) return [];
    return [
      [caller, { since: caller.first, confidence: edge?.confidence ?? confidence, why, edge }],
    ];
  });
}

function reached(
  trail: Trail,
  { suspect, address }: At,
  caller: Caller,
  confidence: Confidence,
): Edge | undefined {
  return trail.reach({
    from: suspect.user,
    to: caller.user,
    link: 'same origin',
    credential: null,
    text: `came from the same address ${address}`,
    confidence,
    sure: trail.suspects.get(suspect)?.confidence ?? 'possible',
    time: caller.first,
  });
}

/** How sure it is that a caller is the suspect; `undefined`: it may be anybody. */
function likeness(
  trail: Trail,
  { suspect, address, since }: At,
  caller: Caller,
): Confidence | undefined {
  const there = trail.index.ofAddress(address);
  if (!trail.mayLookAt(3 * there.length)) return undefined;
  const isKnown = (one: Caller) => one.first >= since || trail.suspects.has(one);
  // Without times nobody knows who came first.
  if (there.every(isKnown)) return there.every(({ first }) => first > 0) ? 'certain' : 'possible';
  const departs = (one: Caller) => trail.departuresOf(one.user).get(one)?.isElsewhere === true;
  if (departs(caller)) return 'likely';
  if (caller.program !== suspect.program || !isByHand(caller.program)) return undefined;
  const isOld = there.some((one) => one.user === caller.user && one.first < since && !isKnown(one));
  if (!isOld) return 'likely';
  // A person is at home where a workload's account is not. Where nobody else is, whoever has the same tool is the same.
  const isStrange = there.every((one) => one === caller || isKnown(one) || departs(one));
  return isStrange && accountOf(caller.user) !== undefined ? 'likely' : undefined;
}
