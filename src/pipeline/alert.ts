import { hash } from 'node:crypto';
import { evidenceIn } from '../record/evidence.ts';
import { formatTime } from '../record/time.ts';
import { adviceOf } from '../text/advice.ts';
import { describe } from '../text/message.ts';
import type { Alert, Witness } from '../types.ts';
import type { Folded } from './folded.ts';

/** The alert that a folded cause stands for; `witnesses` are those it shows, in event order. */
export function createAlert(folded: Folded, witnesses: readonly Witness[]): Alert {
  const { rule, key, measured, remark } = folded.height;
  const events = witnesses.map(evidenceIn);
  const users = new Set(events.map((event) => event.user));
  const { count, various } = folded;
  const first = events[0];
  return {
    id: idOf([rule.id, folded.start, key]),
    time: formatTime(folded.lastSeen),
    level: rule.level,
    rule: {
      id: rule.id,
      name: rule.name,
      title: rule.title,
      author: rule.author,
      tags: rule.tags,
    },
    user: users.size === 1 ? (first?.user ?? null) : null,
    message:
      first === undefined
        ? withMeasure(rule.title, measured)
        : describe(rule, first, { count, measured, remark, various }),
    ...adviceOf(rule.description),
    count,
    firstSeen: formatTime(folded.firstSeen),
    lastSeen: formatTime(folded.lastSeen),
    partial: folded.partial,
    events,
  };
}

/** What a rule says that shows no event. */
function withMeasure(title: string, measured: string | undefined): string {
  return measured === undefined ? title : `${title}: ${measured}`;
}

/** 128 bits of SHA-256 in hex over rule, stretch of time and cause: nothing about how they were read. */
function idOf(parts: unknown): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}
