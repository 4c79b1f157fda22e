import { printable } from '../text/escape.ts';
import { shortNameOf } from './identity.ts';
import type { AccountReport, NamedCount } from './report.ts';
import { requestText, some, thousands } from './wording.ts';

/** The share of each kind of error: `12% 403, 3% 404 and others`. */
export function errorsText({ outcomes, calls }: AccountReport): string {
  const { unauthenticated, forbidden, clientErrors, serverErrors } = outcomes;
  const parts = [
    [unauthenticated, '401'],
    [forbidden, '403'],
    [clientErrors, '4xx'],
    [serverErrors, '5xx'],
  ] as const;
  const shown = parts
    .filter(([count]) => count > 0)
    .map(([count, kind]) => `${share(count, calls)} ${kind}`);
  return shown.length === 0 ? '-' : shown.join(', ');
}

/** Never `0%` of something: people read that as none. */
function share(count: number, of: number): string {
  const percent = Math.round((100 * count) / of);
  return percent === 0 ? '<1%' : `${percent}%`;
}

/** What an account did, where, from where and with what, in one line. */
export function latterLine(account: AccountReport): string {
  const { requests, namespaces, addresses, agents, impersonates, impersonatedBy } = account;
  const by = impersonatedBy.map(({ name, count }) => `${shortNameOf(name)} (${thousands(count)})`);
  const parts: [string, readonly string[], number][] = [
    ['', requests.map(requestText), 3],
    ['in', names(namespaces), 3],
    ['from', names(addresses), 2],
    ['with', [...new Set(agents.map(({ name }) => program(name)))], 2],
    ['in the name of', names(impersonates).map(shortNameOf), 2],
    ['used by', by, 2],
  ];
  return parts
    .filter(([, list]) => list.length > 0)
    .map(([word, list, most]) => `${word} ${printable(some(list, most), 200)}`.trim())
    .join('; ');
}

function names(list: readonly NamedCount[]): string[] {
  return list.map(({ name }) => name);
}

function program(agent: string): string {
  return agent.match(/^[^/\s]+/)?.[0] ?? agent;
}
