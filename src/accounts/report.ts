import { formatTime } from '../record/time.ts';
import type { Account } from './account.ts';
import type { Accounts } from './accounts.ts';
import { type Concern, concernsOf } from './concerns.ts';
import { CREDENTIAL_KINDS, type CredentialKind } from './credential.ts';
import { KINDS, type Kind } from './identity.ts';
import type { Inventory, Known } from './inventory.ts';
import type { Tallies, Tally } from './tally.ts';

/** How often something came, first and last (RFC 3339; `null` where events have no time). */
export interface Counted {
  readonly count: number;
  readonly first: string | null;
  readonly last: string | null;
}

/** The same of something that has a name. */
export interface NamedCount extends Counted {
  readonly name: string;
}

/** What an account did of one kind. */
export interface RequestReport extends Counted {
  readonly verb: string;
  readonly apiGroup: string;
  /** With its subresource; `null` where it names none. */
  readonly resource: string | null;
  readonly path: string | null;
  /** How many of them were not allowed. */
  readonly refused: number;
}

/** Its credentials of one kind. */
export interface CredentialReport extends Counted {
  readonly kind: CredentialKind;
  /** `JTI=…`, `X509SHA256=…`, or the Secret of a legacy token. */
  readonly ids: readonly NamedCount[];
}

/** One account. */
export interface AccountReport {
  readonly user: string;
  readonly kind: Kind;
  readonly namespace: string | null;
  readonly name: string;
  /** The ServiceAccount `default` of a namespace. */
  readonly isDefault: boolean;
  /** Whether the inventory has it; `null` without an inventory, and for other accounts. */
  readonly inInventory: boolean | null;
  readonly first: string | null;
  readonly last: string | null;
  /** Requests that it sent itself. */
  readonly calls: number;
  readonly outcomes: Account['outcomes'];
  readonly credentials: readonly CredentialReport[];
  readonly requests: readonly RequestReport[];
  readonly namespaces: readonly NamedCount[];
  readonly addresses: readonly NamedCount[];
  readonly agents: readonly NamedCount[];
  /** In whose names it made requests; what it did there is in their `requests`. */
  readonly impersonates: readonly NamedCount[];
  /** Who made requests in its name. */
  readonly impersonatedBy: readonly NamedCount[];
  /** How often something of it was counted without its name, as there were too many. */
  readonly dropped: number;
}

/** What `satrap accounts` found. */
export interface AccountsReport {
  readonly kind: 'accounts';
  readonly from: string | null;
  readonly to: string | null;
  readonly calls: number;
  /** What to look at first. */
  readonly concerns: readonly Concern[];
  readonly accounts: readonly AccountReport[];
  /** ServiceAccounts of the inventory that nobody used; `null` without one. */
  readonly neverUsed: readonly Known[] | null;
  /** Requests of accounts beyond the bound, and what was counted without its name. */
  readonly dropped: { readonly calls: number; readonly names: number };
  /** What the numbers leave out: sentences. */
  readonly notes: readonly string[];
}

/** What a report is made of beside the accounts. */
export interface ReportContext {
  readonly from: number | null;
  readonly to: number | null;
  readonly inventory?: Inventory | undefined;
  readonly notes: readonly string[];
}

/** Makes the report. */
export function accountsReport(accounts: Accounts, context: ReportContext): AccountsReport {
  const { inventory } = context;
  const all = accounts.all().map((account) => accountReport(account, inventory));
  all.sort(
    (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || (sortKey(a) < sortKey(b) ? -1 : 1),
  );
  const neverUsed =
    inventory && [...inventory].filter(([user]) => accounts.get(user) === undefined);
  const calls = all.reduce((sum, account) => sum + account.calls, 0) + accounts.others.count;
  return {
    kind: 'accounts',
    from: timeText(context.from ?? 0),
    to: timeText(context.to ?? 0),
    calls,
    concerns: concernsOf(all),
    accounts: all,
    neverUsed: neverUsed?.map(([, known]) => known) ?? null,
    dropped: { calls: accounts.others.count, names: accounts.room.dropped },
    notes: context.notes,
  };
}

function sortKey({ namespace, name }: AccountReport): string {
  return `${namespace ?? ''}\u0000${name}`;
}

function accountReport(account: Account, inventory: Inventory | undefined): AccountReport {
  const { user, kind, namespace, name } = account.identity;
  const { calls, requests, impersonatedBy } = account;
  const lists = [account.namespaces, account.addresses, account.agents, account.impersonates];
  const ids = [...account.credentials.values()].map((one) => one.ids);
  const span = [calls, ...impersonatedBy.sorted().map(([, tally]) => tally)];
  return {
    user,
    kind,
    namespace,
    name,
    isDefault: kind === 'serviceaccount' && name === 'default',
    inInventory: inventory && kind === 'serviceaccount' ? inventory.has(user) : null,
    first: timeText(Math.min(...span.map(({ first }) => first))),
    last: timeText(Math.max(...span.map(({ last }) => last))),
    calls: calls.count,
    outcomes: account.outcomes,
    credentials: CREDENTIAL_KINDS.flatMap((one) => {
      const tally = account.credentials.get(one);
      return tally === undefined ? [] : [{ kind: one, ...counted(tally), ids: named(tally.ids) }];
    }),
    requests: requests.sorted().map(([, tally]) => ({
      verb: tally.verb,
      apiGroup: tally.group,
      resource: tally.resource === '' ? null : tally.resource,
      path: tally.resource === '' ? tally.path : null,
      ...counted(tally),
      refused: tally.refused,
    })),
    namespaces: named(account.namespaces),
    addresses: named(account.addresses),
    agents: named(account.agents),
    impersonates: named(account.impersonates),
    impersonatedBy: named(impersonatedBy),
    dropped: [...lists, ...ids, requests, impersonatedBy].reduce(
      (sum, one) => sum + one.dropped,
      0,
    ),
  };
}

function named(tallies: Tallies): NamedCount[] {
  return tallies.sorted().map(([name, tally]) => ({ name, ...counted(tally) }));
}

/** A tally with its times as text. */
export function counted({ count, first, last }: Tally): Counted {
  return { count, first: timeText(first), last: timeText(last) };
}

function timeText(time: number): string | null {
  return Number.isFinite(time) && time > 0 ? formatTime(time) : null;
}
