import { at, objectOf, textOf } from '../../../record/derived/json.ts';
import { POD_SPEC } from '../../../record/derived/pod-spec.ts';
import { actor } from '../../../text/message.ts';
import { CONTROLLERS } from '../../kinds.ts';
import { type Caller, userOf } from '../caller.ts';
import type { EventAct } from '../event-act.ts';
import type { Trail } from '../trail.ts';
import { wrote } from './link.ts';
import { isPodOf } from './pod-names.ts';

const MAKERS: ReadonlySet<string> = new Set(['pods', ...CONTROLLERS]);

/** A pod was made, or a workload that makes some: it has the token of its ServiceAccount. */
export function madePods(act: EventAct, trail: Trail): void {
  const { verb, resource, namespace } = act.evidence;
  if (!wrote(act, MAKERS) || namespace === null) return;
  const isNew = verb === 'create';
  const isPod = resource === 'pods';
  if (isPod && !isNew) return;
  const account = accountIn(act);
  const runsAs = account === undefined ? undefined : userOf(namespace, account);
  const callers = podsOf(trail, act, namespace, runsAs);
  const users = new Set(callers.map(({ user }) => user));
  if (runsAs !== undefined) users.add(runsAs);
  for (const user of users) {
    const edge = trail.reach({
      from: act.identity,
      to: user,
      link: 'created pod',
      credential: null,
      text: `${isNew ? 'made' : 'changed'} ${String(resource)} that run as ${actor(user)}`,
      confidence: isNew ? 'certain' : 'likely',
    });
    edge?.proofs.add(act);
    const why = `runs in a pod that ${actor(act.identity)} made`;
    const suspicion = {
      since: act.time,
      confidence: isPod ? 'certain' : 'likely',
      why,
      edge,
    } as const;
    for (const caller of callers) if (caller.user === user) trail.accuse(caller, suspicion);
  }
}

/** By the pod template, where bodies are logged; what says nothing runs as `default`. */
function accountIn(act: EventAct): string | undefined {
  const spec = objectOf(POD_SPEC.value(act.record));
  if (spec === undefined) return undefined;
  const said = textOf(at(spec, 'serviceAccountName')) ?? textOf(at(spec, 'serviceAccount'));
  // A patch tells only what it changes.
  return said ?? (act.evidence.verb === 'create' ? 'default' : undefined);
}

/** Tokens of those pods, which were not in use before: a workload's are of the user that it says it runs as. */
function podsOf(
  trail: Trail,
  act: EventAct,
  namespace: string,
  runsAs: string | undefined,
): readonly Caller[] {
  const { index } = trail;
  const { name } = act;
  const { resource } = act.evidence;
  if (name === null || resource === null) return [];
  if (resource === 'pods') {
    return index.ofPod(namespace, name).filter(({ first }) => first >= act.time);
  }
  const callers = index.ofNamespace(namespace);
  if (!trail.mayLookAt(callers.length)) return [];
  return callers.filter(
    ({ user, pod, first }) =>
      first >= act.time &&
      (runsAs === undefined || user === runsAs) &&
      pod !== null &&
      isPodOf(resource, name, pod),
  );
}
