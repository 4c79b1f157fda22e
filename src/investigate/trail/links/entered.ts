import { actor } from '../../../text/message.ts';
import type { EventAct } from '../event-act.ts';
import type { Trail } from '../trail.ts';
import { deedOf } from './link.ts';

/** Ways into a pod that has its token at hand. */
const WAYS: ReadonlySet<string> = new Set(
  ['exec', 'attach', 'ephemeralcontainers'].flatMap((way) =>
    ['create', 'get', 'update', 'patch'].map((verb) => `${verb} pods/${way}`),
  ),
);

/** A pod was entered: its token must be taken as copied, and is where it is then used from elsewhere. */
export function entered(act: EventAct, trail: Trail): void {
  const deed = deedOf(act);
  if (!WAYS.has(deed) || deed === 'get pods/ephemeralcontainers' || act.dryRun) return;
  const { namespace } = act.evidence;
  const { name } = act;
  if (namespace === null || name === null) return;
  const callers = trail.index.ofPod(namespace, name);
  for (const [user, theirs] of Map.groupBy(callers, (caller) => caller.user)) {
    const departures = trail.departuresOf(user);
    const taken = theirs.filter(
      (caller) => departures.has(caller) && caller.last >= act.time && !trail.suspects.has(caller),
    );
    const edge = trail.reach({
      from: act.identity,
      to: user,
      link: 'entered pod',
      credential: null,
      text: `entered pod ${namespace}/${name}, which has a token of ${actor(user)}`,
      confidence: taken.length > 0 ? 'likely' : 'possible',
    });
    edge?.proofs.add(act);
    for (const caller of taken) {
      const why = `${departures.get(caller)?.why ?? ''}, after ${actor(act.identity)} entered the pod`;
      const since = Math.max(caller.first, act.time);
      trail.accuse(caller, { since, confidence: 'likely', why, edge });
    }
  }
}
