import { kindText, REQUEST_KINDS, type RequestKind } from '../needs/request-kinds.ts';
import { reaches } from '../needs/sight.ts';
import type { Doubt } from './doubt.ts';
import { limitOf } from './floor.ts';
import type { AuditLevel } from './policy.ts';
import type { PolicyFile } from './read.ts';
import { decisionsFor } from './view.ts';

/** Doubts about bodies that a policy writes to the log: passwords and tokens. */
export function checkBodies({ policy }: PolicyFile): readonly Doubt[] {
  const found = new Map<
    string,
    { rule: number; requests: string[]; most: AuditLevel; gives: string }
  >();
  for (const kind of REQUEST_KINDS) {
    const limit = limitOf(kind);
    if (limit === undefined) continue;
    const levels = decisionsFor(policy, kind).filter(
      ({ level }) => !reaches(limit.most, level) && hasBody(kind, level),
    );
    for (const rule of new Set(levels.flatMap((decision) => decision.rule ?? []))) {
      const key = `${rule} ${limit.gives}`;
      const entry = found.get(key) ?? { rule, requests: [], ...limit };
      found.set(key, entry);
      entry.requests.push(kindText(kind));
    }
  }
  return Array.from(found.values(), ({ rule, requests, most, gives }) => ({
    rule,
    message:
      `this writes to the log ${gives} (${requests.join(', ')}): put a rule of level ${most} for them ` +
      'before this one',
  }));
}

/** Whether a request of that level has a body in the log: what is only read has one in its response. */
function hasBody({ verb }: RequestKind, level: AuditLevel): boolean {
  return level === 'RequestResponse' || ['create', 'update', 'patch'].includes(verb);
}
