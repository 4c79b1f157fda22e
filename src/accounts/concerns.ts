import { shortNameOf } from './identity.ts';
import type { AccountReport, CredentialReport, NamedCount } from './report.ts';
import { counted, requestText, some, thousands } from './wording.ts';

/** What an account can be looked at for, gravest first. */
export const CONCERNS = [
  'anonymous-allowed',
  'legacy-token',
  'not-in-inventory',
  'stale-token',
  'default-account',
  'impersonated',
  'mostly-refused',
  'failed-logins',
] as const;

/** Something about an account that somebody should look at. */
export interface Concern {
  readonly user: string;
  readonly what: (typeof CONCERNS)[number];
  /** What was seen: a phrase, as it came from the log. */
  readonly seen: string;
  /** What to do: a phrase. */
  readonly next: string;
}

/** What to say of accounts, gravest first. */
export function concernsOf(accounts: readonly AccountReport[]): Concern[] {
  const place = ({ what }: Concern) => CONCERNS.indexOf(what);
  const concerns = accounts.flatMap(concernsOfOne).sort((a, b) => place(a) - place(b));
  if (!isPartial(accounts)) return concerns;
  const first = 'make sure that the inventory is of all namespaces (-A); if it is, ';
  return concerns.map((one) =>
    one.what === 'not-in-inventory' ? { ...one, next: `${first}${one.next}` } : one,
  );
}

/** Whether most ServiceAccounts that were used, and more than one, are missing in the inventory. */
export function isPartial(accounts: readonly AccountReport[]): boolean {
  const known = accounts.filter(({ inInventory }) => inInventory !== null);
  const missing = known.filter(({ inInventory }) => inInventory === false);
  return missing.length > 1 && missing.length * 2 > known.length;
}

function concernsOfOne(account: AccountReport): Concern[] {
  return [
    anonymousAllowed,
    legacyToken,
    notInInventory,
    staleToken,
    defaultAccount,
    impersonated,
    mostlyRefused,
    failedLogins,
  ].flatMap((look) => {
    const found = look(account);
    return found === undefined ? [] : [{ user: account.user, ...found }];
  });
}

type Found = Omit<Concern, 'user'> | undefined;

/** What anybody may ask: probes and the version. */
const PUBLIC = /^\/(?:healthz|livez|readyz|version)\/?$/;

function anonymousAllowed({ kind, requests }: AccountReport): Found {
  if (kind !== 'anonymous') return undefined;
  const allowed = requests.filter(
    ({ count, refused, path }) => count > refused && !PUBLIC.test(path ?? ''),
  );
  if (allowed.length === 0) return undefined;
  return {
    what: 'anonymous-allowed',
    seen: `allowed without any login: ${some(allowed.map(requestText))}`,
    next: 'find the binding to system:anonymous or system:unauthenticated and remove it',
  };
}

function legacyToken({ credentials }: AccountReport): Found {
  const legacy = credentials.find(({ kind }) => kind === 'legacy');
  if (legacy === undefined) return undefined;
  const secrets = legacy.ids.length === 0 ? '' : ` (Secret ${some(namesOf(legacy.ids))})`;
  return {
    what: 'legacy-token',
    seen: `a token that never expires${secrets}: ${times(legacy)}`,
    next: 'move its user to tokens that expire, then delete the Secret',
  };
}

function staleToken({ credentials }: AccountReport): Found {
  const stale = credentials.find(({ kind }) => kind === 'stale');
  if (stale === undefined) return undefined;
  return {
    what: 'stale-token',
    seen: `a token past its time, that its client doesn't read anew: ${times(stale)}`,
    next: 'update the client, or restart its pod',
  };
}

function defaultAccount({ isDefault, calls }: AccountReport): Found {
  if (!isDefault || calls === 0) return undefined;
  return {
    what: 'default-account',
    seen: `the account of every pod that names none: ${counted(calls, 'call')}`,
    next: 'give the workload an account of its own',
  };
}

function notInInventory({ inInventory }: AccountReport): Found {
  if (inInventory !== false) return undefined;
  return {
    what: 'not-in-inventory',
    seen: 'used, and not there any more',
    next: 'find out who deleted it, and whether a token of it was still in use then',
  };
}

function impersonated({ kind, impersonatedBy }: AccountReport): Found {
  if (impersonatedBy.length === 0 || kind === 'unauthenticated') return undefined;
  return {
    what: 'impersonated',
    seen: `others acted in its name: ${some(namesOf(impersonatedBy).map(shortNameOf))}`,
    next: 'make sure that they should',
  };
}

/** Fewer say nothing. */
const WORTH_A_SHARE = 20;

function mostlyRefused({ kind, calls, outcomes }: AccountReport): Found {
  if (kind === 'unauthenticated' || calls < WORTH_A_SHARE) return undefined;
  if (outcomes.forbidden * 2 < calls) return undefined;
  return {
    what: 'mostly-refused',
    seen: `${thousands(outcomes.forbidden)} of ${counted(calls, 'call')} were forbidden`,
    next: 'it is misconfigured, or somebody tries what it may do',
  };
}

function failedLogins({ kind, calls, addresses }: AccountReport): Found {
  if (kind !== 'unauthenticated' || calls === 0) return undefined;
  return {
    what: 'failed-logins',
    seen: `${counted(calls, 'failed login')} from ${some(namesOf(addresses))}`,
    next: 'find out which client has a bad or an expired credential',
  };
}

function namesOf(list: readonly NamedCount[]): string[] {
  return list.map(({ name }) => name);
}

function times({ count, last }: CredentialReport): string {
  return `${counted(count, 'call')}${last === null ? '' : `, the last ${last.slice(0, 19)}Z`}`;
}
