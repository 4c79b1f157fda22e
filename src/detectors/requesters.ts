import type { Bookmark } from '../collections/recency-map.ts';
import { fieldPath } from '../record/field-path.ts';
import type { AuditRecord, FieldPath } from '../types.ts';
import type { Account } from './rate-account.ts';

/** Whose request a record is. */
export interface Requesters {
  /** The ServiceAccount that sent it, and the one that it was sent as; at least one of them. */
  readonly accounts: readonly string[];
  /** Where the first of them was met last: theirs who look for it. */
  readonly first?: Bookmark<Account>;
}

const PATHS = {
  stage: fieldPath('stage'),
  user: fieldPath('user.username'),
  impersonated: fieldPath('impersonatedUser.username'),
} as const;

/** What tells whose request a record is. */
export const REQUESTER_PATHS: readonly FieldPath[] = Object.values(PATHS);

const PREFIX = 'system:serviceaccount:';

/** Longer names are no ServiceAccounts'. */
const LONGEST = 400;

const SERVICE_ACCOUNT = /^system:serviceaccount:[^:]{1,63}:[^:]{1,253}$/;

/**
 * Tells whose request a record is, or `undefined` when it is no request's end or no ServiceAccount's. The
 * answers for so many accounts are remembered and shared by all their records.
 */
export function createRequesters(most: number): (record: AuditRecord) => Requesters | undefined {
  /** `null`: no ServiceAccount. */
  const known = new Map<string, Requesters | null>();
  const alone = (user: string): Requesters | undefined => {
    const same = known.get(user);
    if (same !== undefined) return same ?? undefined;
    if (known.size >= most) known.clear();
    const found = requestersIn([user]);
    known.set(user, found ?? null);
    return found;
  };
  return (record) => {
    // Every request ends in exactly one of these stages.
    const stage = record.field(PATHS.stage);
    if (stage !== 'ResponseComplete' && stage !== 'Panic') return undefined;
    const user = record.field(PATHS.user);
    const impersonated = record.field(PATHS.impersonated);
    if (impersonated !== undefined) return requestersIn([user, impersonated]);
    if (typeof user !== 'string' || user.length > LONGEST || !user.startsWith(PREFIX))
      return undefined;
    return alone(user);
  };
}

function requestersIn(named: readonly unknown[]): Requesters | undefined {
  const accounts = [...new Set(named)].filter(isServiceAccount);
  // Made anew, an array has no room for more than it holds.
  return accounts.length === 0
    ? undefined
    : { accounts: [...accounts], first: { place: undefined } };
}

function isServiceAccount(name: unknown): name is string {
  return typeof name === 'string' && SERVICE_ACCOUNT.test(name);
}
