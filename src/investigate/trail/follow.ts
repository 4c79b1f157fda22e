import type { Alert, AuditRecord } from '../../types.ts';
import type { Start } from '../starts.ts';
import { type AlertEvents, begin, usersUnknown } from './begin.ts';
import { Concerns } from './concerns.ts';
import { EventAct } from './event-act.ts';
import { PASS_FIELDS } from './fields.ts';
import { approvedCertificate } from './links/certificates.ts';
import { type Grant, usedGrant } from './links/granted.ts';
import { follow } from './links/index.ts';
import { mintedBefore } from './links/minted.ts';
import { type Passes, readOnce } from './pass.ts';
import { Requests } from './requests.ts';
import { Survey } from './survey.ts';
import { LIMITS } from './suspicion.ts';
import { Trail } from './trail.ts';

/** Where a trail starts, and how far it goes. */
export interface Quest {
  readonly starts: readonly Start[];
  /** Alerts that it starts from. */
  readonly alerts: readonly Alert[];
  readonly depth: number;
}

/** A trail that was followed to its end, but not told yet. */
export interface Followed {
  readonly trail: Trail;
  readonly survey: Survey;
  readonly found: boolean;
}

/**
 * Follows a trail from a survey of the log until nothing new is found. A link found late may lead to what went by
 * before: the logs are read again then.
 */
export async function followTrail(passes: Passes, quest: Quest, first: Survey): Promise<Followed> {
  let survey = await withAlerted(passes, quest, first);
  let started = startOf(quest, survey);
  for (let round = 1; round <= quest.depth + MORE; round++) {
    const { trail } = started;
    if (trail.suspects.size === 0 || passes.signal?.aborted) break;
    trail.beginPass();
    await readOnce(passes, {
      name: round === 1 ? 'following the trail' : `following the trail, pass ${round}`,
      fields: PASS_FIELDS,
      see: lookFor(trail, survey),
    });
    const isCrowded = survey.callers.dropped > 0;
    if (isCrowded && hasNewcomers(trail, survey)) {
      survey = await surveyFor(passes, quest, new Set(trail.identities.keys()));
      started = startOf(quest, survey);
    } else if (!trail.missed) break;
    if (round === quest.depth + MORE) trail.limited = true;
  }
  return { ...started, survey };
}

/** Each pass may find one link; these are for what comes from the same places. */
const MORE = 2;

function startOf(
  { starts, alerts, depth }: Quest,
  survey: Survey,
): Pick<Followed, 'trail' | 'found'> {
  const trail = new Trail(survey.index(), { ...LIMITS, depth });
  const found = begin(trail, starts, eventsOf(alerts));
  return { trail, found };
}

function eventsOf(alerts: readonly Alert[]): AlertEvents {
  return alerts.flatMap(({ events }) => events);
}

/** A survey that has those whom the alerts are about: who they are is known only after the first look at the log. */
async function withAlerted(passes: Passes, quest: Quest, survey: Survey): Promise<Survey> {
  if (survey.callers.dropped === 0 || quest.alerts.length === 0) return survey;
  const users = usersUnknown(survey.index(), eventsOf(quest.alerts));
  return users.size === 0 ? survey : await surveyFor(passes, quest, users);
}

/** What looks at each event for links. */
function lookFor(trail: Trail, survey: Survey): (record: AuditRecord) => void {
  const requests = new Requests(survey.hasAnswers);
  const concerns = new Concerns(trail);
  const { callers } = survey;
  return (record) => {
    const caller = callers.of(record);
    if (caller === undefined) return;
    const whose = trail.whose(caller, record.time);
    const grant = concerns.grant(record);
    const isFollowed = whose === 'suspect' || grant !== undefined;
    if (!isFollowed && !concerns.issues(record) && !concerns.approves(record)) return;
    if (!requests.isFirst(record, caller)) return;
    note(new EventAct(record, caller, whose ?? 'other', ''), trail, grant);
  };
}

/** Follows an act: a suspect's proves how it was reached, and may lead on; others' may lead back. */
export function note(act: EventAct, trail: Trail, grant: Grant | undefined): void {
  trail.now = act.time;
  const suspicion = trail.suspects.get(act.caller);
  trail.sure = act.whose === 'suspect' ? suspicion?.confidence : undefined;
  if (act.whose === 'suspect') {
    suspicion?.edge?.proofs.add(act);
    follow(act, trail);
  } else if (act.evidence.subresource === 'token') mintedBefore(act, trail);
  approvedCertificate(act, trail);
  if (grant !== undefined) usedGrant(act, grant, trail);
}

/** Whether somebody of the trail may have callers that there was no room for. */
function hasNewcomers(trail: Trail, survey: Survey): boolean {
  return [...trail.identities.keys()].some((user) => !survey.users.has(user));
}

async function surveyFor(
  passes: Passes,
  { starts }: Quest,
  users: ReadonlySet<string>,
): Promise<Survey> {
  const survey = new Survey(starts, users);
  await readOnce(passes, {
    name: 'reading who is there once more',
    fields: PASS_FIELDS,
    see: (record) => survey.see(record),
  });
  return survey;
}
