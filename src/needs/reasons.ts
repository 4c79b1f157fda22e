import type { AuditLevel } from '../policy/policy.ts';
import { kindText } from './request-kinds.ts';
import { type Judged, type Look, reaches } from './sight.ts';

/** Why a rule doesn't see all that it asks for. */

/** Requests that a rule misses for one and the same reason. */
export interface Reason {
  /** Such as `create pods/exec`. */
  readonly requests: readonly string[];
  readonly logged: AuditLevel;
  /** The level that it would take; absent where more of the body wouldn't help. */
  readonly needs?: AuditLevel;
  /** The place of the policy's rule that says so. */
  readonly by?: number | undefined;
}

/** All reasons, each with its requests. */
export function reasonsOf({ looks }: Judged): readonly Reason[] {
  const reasons = new Map<string, Reason & { requests: string[] }>();
  for (const look of looks) {
    if (look.way === undefined || look.sight === 'all' || look.sight === 'unseen') continue;
    const { level, by } = look.way;
    const needs = neededBy(look);
    const key = `${level} ${needs} ${by}`;
    const reason = reasons.get(key) ?? { requests: [], logged: level, by, ...(needs && { needs }) };
    reasons.set(key, reason);
    const request = kindText(look.reached.kind);
    if (!reason.requests.includes(request)) reason.requests.push(request);
  }
  return [...reasons.values()];
}

function neededBy({ reached, sight, way }: Look): AuditLevel | undefined {
  const needed = sight === 'none' ? reached.least : reached.full;
  return reaches(way?.level ?? 'None', needed) ? undefined : needed;
}

/** `create pods, patch pods and 3 more`. */
export function requestsText(requests: readonly string[], most = 3): string {
  if (requests.length <= most + 1) return requests.join(', ');
  return `${requests.slice(0, most).join(', ')} and ${requests.length - most} more`;
}
