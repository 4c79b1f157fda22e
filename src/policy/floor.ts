import { type RequestKind, staysOpen } from '../needs/request-kinds.ts';
import { reaches } from '../needs/sight.ts';
import type { AuditLevel } from './policy.ts';

/** How much of a request may be logged without a secret in the log. */

/** What stands in the bodies of one kind of request. */
export interface Limit {
  /** The highest level that gives no secret away. */
  readonly most: AuditLevel;
  /** What a higher one would write to the log: a clause for a message. */
  readonly gives: string;
}

/** By API group and resource, subresource included; the core group is empty. */
const LIMITS: Readonly<Record<string, Limit>> = {
  '/secrets': { most: 'Metadata', gives: 'Secrets with their contents' },
  '/configmaps': {
    most: 'Metadata',
    gives: 'ConfigMaps, which hold credentials more often than not',
  },
  'authentication.k8s.io/tokenreviews': {
    most: 'Metadata',
    gives: 'the tokens that others ask about, ready for use',
  },
  '/serviceaccounts/token': { most: 'Request', gives: 'the tokens that were made, ready for use' },
};

/** The limit of a kind of request; `undefined` where bodies are not known to hold secrets. */
export function limitOf({ target }: RequestKind): Limit | undefined {
  if (target === undefined) return undefined;
  const { group, resource, subresource } = target;
  return LIMITS[`${group}/${resource}${subresource === '' ? '' : `/${subresource}`}`];
}

/** A level, or less where that would give secrets away or nothing but traffic. */
export function allowed(kind: RequestKind, level: AuditLevel): AuditLevel {
  const most = limitOf(kind)?.most ?? (staysOpen(kind) ? 'Metadata' : 'RequestResponse');
  return reaches(level, most) ? most : level;
}
