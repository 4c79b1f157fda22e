import { printable } from '../text/escape.ts';
import { identityOf, type Kind, titleOf } from './identity.ts';
import type { AccountReport, AccountsReport } from './report.ts';
import { errorsText, latterLine } from './text-account.ts';
import { counted, minute, thousands } from './wording.ts';

/** Of one kind, at most so many are printed. */
const MOST_SHOWN = 200;

const HEADINGS: Readonly<Record<Kind, string>> = {
  unauthenticated: 'Not authenticated',
  anonymous: 'Anonymous',
  serviceaccount: 'ServiceAccounts',
  user: 'Users',
  node: 'Nodes',
  component: 'Control plane',
};

/** The report for people: what to look at first, then every account in two lines. */
export function accountsText(report: AccountsReport): string {
  const { accounts, calls, from, to } = report;
  const span = from === null ? '' : ` from ${minute(from)} to ${minute(to)} UTC`;
  const head = `${counted(accounts.length, 'account')}, ${counted(calls, 'request')}${span}`;
  const kinds = Map.groupBy(accounts, ({ kind }) => kind);
  const sections = [
    [head],
    concernLines(report),
    neverUsedLines(report),
    ...[...kinds].map(([kind, same]) => kindLines(kind, same)),
    noteLines(report),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function concernLines({ concerns, calls }: AccountsReport): string[] {
  if (concerns.length === 0) return calls === 0 ? [] : ['Nothing stands out.'];
  const shown = concerns
    .slice(0, MOST_SHOWN)
    .flatMap(({ user, seen, next }) => [
      `  ${printable(titleOf(identityOf(user)), 330)}: ${printable(seen, 400)}`,
      `    → ${next}`,
    ]);
  return ['Look at these first:', ...shown, ...moreLines(concerns.length)];
}

function neverUsedLines({ neverUsed }: AccountsReport): string[] {
  if (neverUsed === null) return [];
  if (neverUsed.length === 0) return ['Every ServiceAccount of the inventory was used.'];
  const lines = neverUsed.slice(0, MOST_SHOWN).map(({ namespace, name, created }) => {
    const since = created === null ? '' : `, created ${printable(created.slice(0, 10))}`;
    return `  ${printable(`${namespace}/${name}`, 330)}${since}`;
  });
  return ['Never used in these logs:', ...lines, ...moreLines(neverUsed.length)];
}

const COLUMNS = ['ACCOUNT', 'REQUESTS', 'ERRORS', 'FIRST USE', 'LAST USE', 'CREDENTIALS'] as const;

function kindLines(kind: Kind, accounts: readonly AccountReport[]): string[] {
  const shown = accounts.slice(0, MOST_SHOWN);
  const rows = shown.map((account) => cellsOf(account));
  const widths = COLUMNS.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  const lines = rows.flatMap((row, place) => [
    line(row),
    `    ${latterLine(shown[place] as AccountReport)}`,
  ]);
  return [HEADINGS[kind], line(COLUMNS), ...lines, ...moreLines(accounts.length)];
}

function cellsOf(account: AccountReport): string[] {
  const { namespace, name, calls, first, last, credentials } = account;
  const title = namespace === null ? name : `${namespace}/${name}`;
  const known = account.kind === 'unauthenticated' ? [] : credentials;
  const kinds = known.map(({ kind }) => (MARKED.has(kind) ? `${kind}!` : kind));
  return [
    title === '' ? '-' : printable(title, 80),
    thousands(calls),
    errorsText(account),
    minute(first),
    minute(last),
    kinds.length === 0 ? '-' : kinds.join(' '),
  ];
}

const MARKED: ReadonlySet<string> = new Set(['legacy', 'stale']);

function moreLines(length: number): string[] {
  return length > MOST_SHOWN ? [`  … and ${length - MOST_SHOWN} more: -o json has all`] : [];
}

function noteLines({ dropped, notes }: AccountsReport): string[] {
  const { calls, names } = dropped;
  return [
    ...notes,
    ...(calls > 0
      ? [
          `${counted(calls, 'request')} of accounts beyond the bound are counted without their names.`,
        ]
      : []),
    ...(names > 0
      ? [
          `Bounds: ${counted(names, 'time')} something was counted without its name; there were too many.`,
        ]
      : []),
  ].map((line) => `Note: ${line}`);
}
