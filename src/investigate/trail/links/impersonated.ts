import { actor } from '../../../text/message.ts';
import type { EventAct } from '../event-act.ts';
import type { Trail } from '../trail.ts';

/** Another identity's rights were used by impersonation. */
export function impersonated(act: EventAct, trail: Trail): void {
  const { as } = act;
  if (as === null) return;
  const edge = trail.reach({
    from: act.identity,
    to: as,
    link: 'impersonated',
    credential: null,
    text: `acted as ${actor(as)}`,
    confidence: 'certain',
  });
  edge?.proofs.add(act);
}
