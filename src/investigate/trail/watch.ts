import type { Alert, AuditRecord, Evidence } from '../../types.ts';
import { originId } from '../origin-id.ts';
import type { Caller } from './caller.ts';
import { Concerns } from './concerns.ts';
import { EventAct } from './event-act.ts';
import { type Followed, note } from './follow.ts';
import { Requests } from './requests.ts';

/** The last look at a trail: every act on it, in order. */
export interface Watch {
  see(record: AuditRecord): void;
  /** How many acts there were. */
  acts(): number;
  /** Whether an alert has an event of a suspect. */
  concerns(alert: Alert): boolean;
}

/** Gives the acts of a trail that was followed. */
export function watchTrail({ trail, survey }: Followed, take: (act: EventAct) => void): Watch {
  trail.beginPass();
  const { callers } = survey;
  const requests = new Requests(survey.hasAnswers);
  const concerns = new Concerns(trail);
  const suspects = new Set([...trail.suspects.keys()].map(fingerprint));
  let count = 0;
  return {
    see(record) {
      const caller = callers.of(record);
      if (caller === undefined) return;
      const whose = trail.whose(caller, record.time);
      const grant = concerns.grant(record);
      if (whose === undefined && grant === undefined && !concerns.about(record, caller)) return;
      if (!requests.isFirst(record, caller)) return;
      const origin = whose === undefined ? '' : originId(caller, whose);
      const act = new EventAct(record, caller, whose ?? 'other', origin);
      note(act, trail, grant);
      count++;
      take(act);
    },
    acts: () => count,
    concerns: ({ events }) => events.some((event) => suspects.has(fingerprintOf(event))),
  };
}

/** What of a caller stands in an alert's events. */
function fingerprint({ user, credentialId, address }: Caller): string {
  return JSON.stringify([user, credentialId, address]);
}

function fingerprintOf({ user, impersonator, credentialId, sourceIP }: Evidence): string {
  return JSON.stringify([impersonator ?? user ?? '', credentialId, sourceIP]);
}
