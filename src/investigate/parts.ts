import type { Totals } from '../pipeline/totals.ts';
import type { Alert } from '../types.ts';
import { actionsOf } from './actions/index.ts';
import { Credentials } from './credentials/index.ts';
import { createGaps } from './gaps/acts.ts';
import { gapsOf } from './gaps/index.ts';
import { IdentityGraph } from './identities.ts';
import { createLeftBehind } from './left-behind/index.ts';
import type { LogFacts } from './log-facts.ts';
import { Origins } from './origins/index.ts';
import type { Report } from './report/index.ts';
import { createTaken } from './taken/index.ts';
import { withAlerts } from './timeline/alerts.ts';
import { createTimeline } from './timeline/index.ts';
import type { EventAct } from './trail/event-act.ts';
import type { Followed } from './trail/follow.ts';
import { trailGaps } from './trail-gaps.ts';
import { verdictOf } from './verdict/index.ts';
import type { HowMuch } from './verdict/reason.ts';

/** What the parts of a report are told beside acts. */
export interface Beside {
  readonly subject: Report['subject'];
  readonly alerts: readonly Alert[];
  readonly totals: Totals;
  /** Inputs that could not be read. */
  readonly failures: number;
  /** How many of them had no room. */
  readonly limits: { readonly alerts: number };
}

/** All parts of a report but its subject and its evidence. */
export interface Parts {
  see(act: EventAct): void;
  tell(beside: Beside): Omit<Report, 'format' | 'satrap' | 'subject' | 'evidence'>;
}

/** The parts of a report on a trail. */
export function createParts(followed: Followed): Parts {
  const { trail, survey } = followed;
  const credentials = new Credentials(trail);
  const origins = new Origins(trail);
  const identities = new IdentityGraph(trail);
  const timeline = createTimeline();
  const taken = createTaken({
    accountOf: (namespace, pod) =>
      trail.index.ofPod(namespace, pod)[0]?.user.slice('system:serviceaccount:'.length),
  });
  const left = createLeftBehind();
  const gaps = createGaps();
  const all = [credentials, origins, identities, timeline, taken, left, gaps];
  return {
    see(act) {
      for (const part of all) part.see(act);
    },
    tell({ subject, alerts, totals, failures, limits }) {
      const log = survey.facts.tell();
      const steps = timeline.tell();
      const things = taken.tell();
      const objects = left.tell();
      const known = {
        credentials: credentials.tell(),
        origins: origins.tell(),
        timeline: withAlerts(steps, alerts),
        taken: things.taken,
        leftBehind: objects.leftBehind,
        identities: identities.tell(),
      };
      const verdict = verdictOf({ subject, read: howMuch(log, failures), ...known });
      return {
        verdict,
        ...known,
        actions: actionsOf({ subject, ...known }, verdict),
        gaps: [
          ...gapsOf({
            acts: gaps.tell(),
            log,
            credentials: known.credentials,
            rejects: totals.rejects,
            failures,
            limited: known.identities.limited,
            limits: [
              { what: 'steps of the timeline', count: steps.omitted },
              { what: 'names of what was read', count: things.unnamed },
              { what: 'objects that were left', count: objects.omitted },
              { what: 'credentials', count: credentials.omitted },
              { what: 'places', count: origins.omitted },
              { what: 'alerts', count: limits.alerts },
            ],
          }),
          ...trailGaps(followed),
        ],
      };
    },
  };
}

function howMuch({ events }: LogFacts, failures: number): HowMuch {
  if (events === 0) return 'nothing';
  return failures > 0 ? 'part' : 'all';
}
