import { at, objectOf, textOf } from '../../../record/derived/json.ts';
import { actor } from '../../../text/message.ts';
import { accountOf, type Caller, userOf } from '../caller.ts';
import type { EventAct } from '../event-act.ts';
import type { Trail } from '../trail.ts';

const READS: ReadonlySet<string | null> = new Set(['get', 'list', 'watch', 'deletecollection']);

/** Secrets were read or made: a token in one of them is used from elsewhere then. */
export function readSecrets(act: EventAct, trail: Trail): void {
  const { verb, resource, subresource } = act.evidence;
  if (resource !== 'secrets' || subresource !== null) return;
  const made = verb === 'create' ? tokenAccount(act) : undefined;
  if (made === undefined && !READS.has(verb)) return;
  // What follows from the first time follows from no later one.
  if (!trail.isFirst(JSON.stringify([act.identity, act.evidence.namespace, act.name, made])))
    return;
  const users = Map.groupBy(tokensIn(act, trail), (caller) => caller.user);
  for (const [user, theirs] of users) {
    if (made === undefined || made === user) accuseThose(act, trail, user, theirs);
  }
}

/** Whose tokens may be in the Secrets that were read, and are in use since. */
function tokensIn(act: EventAct, trail: Trail): Caller[] {
  const { index } = trail;
  const { namespace } = act.evidence;
  const { name } = act;
  const callers = namespace === null ? index.callers : index.ofNamespace(namespace);
  if (!trail.mayLookAt(callers.length)) return [];
  return callers.filter(
    (caller) =>
      caller.user !== act.identity &&
      caller.last >= act.time &&
      isToken(caller, trail) &&
      fits(caller, name),
  );
}

/** From when on a token is used elsewhere than before, or at all. */
function accuseThose(act: EventAct, trail: Trail, user: string, callers: readonly Caller[]): void {
  const departures = trail.departuresOf(user);
  const all = trail.index.ofUser(user);
  const isNew = all.every((caller) => caller.first >= act.time);
  for (const caller of callers) {
    if (caller.first < act.time || !(isNew || departures.has(caller))) continue;
    const isNear = trail.isNear(caller);
    const isNamed = caller.secret !== null && caller.secret === act.name;
    const confidence = isNamed ? 'certain' : isNear ? 'likely' : 'possible';
    const edge = trail.reach({
      from: act.identity,
      to: user,
      link: 'read token Secret',
      credential: null,
      text: `read Secrets that hold a token of ${actor(user)}`,
      confidence,
    });
    if (edge !== undefined && edge.proofs.count === 0) edge.proofs.add(act);
    const why = `used a token from a Secret that ${actor(act.identity)} could read`;
    trail.accuse(caller, { since: caller.first, confidence, why, edge });
  }
}

/** Tokens from Secrets have no id, which others have from Kubernetes 1.30 on. */
function isToken(caller: Caller, { index }: Trail): boolean {
  if (caller.legacy) return true;
  return (
    index.hasIds &&
    caller.credentialId === null &&
    caller.pod === null &&
    accountOf(caller.user) !== undefined
  );
}

function fits({ secret }: Caller, name: string | null): boolean {
  return name === null || secret === null || secret === name;
}

/** The ServiceAccount of a token Secret that was made, as a user; `undefined` where it is none. */
function tokenAccount(act: EventAct): string | undefined {
  const { object } = act;
  if (object === undefined || textOf(at(object, 'type')) !== TOKEN_TYPE) return undefined;
  const annotations = objectOf(at(objectOf(at(object, 'metadata')), 'annotations'));
  const name = textOf(at(annotations, 'kubernetes.io/service-account.name'));
  const { namespace } = act.evidence;
  return name === undefined || namespace === null ? undefined : userOf(namespace, name);
}

const TOKEN_TYPE = 'kubernetes.io/service-account-token';
