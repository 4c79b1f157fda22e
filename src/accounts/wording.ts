import type { RequestReport } from './report.ts';

/** Pieces of sentences about accounts. Names come as they are: whoever prints them escapes them. */

/** `31,204`; without `Intl`, whose first use in a process takes 20 ms. */
export function thousands(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 request`, `31,204 requests`. */
export function counted(count: number, noun: string): string {
  return `${thousands(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `2026-11-20 10:00`, of RFC 3339. */
export function minute(time: string | null): string {
  return time === null ? '-' : time.slice(0, 16).replace('T', ' ');
}

/** `list secrets`, `get /metrics`. */
export function requestText({ verb, resource, apiGroup, path }: RequestReport): string {
  const kind = apiGroup === '' ? resource : `${resource}.${apiGroup}`;
  return `${verb} ${resource === null ? path : kind}`;
}

const SHOWN = 3;

/** The first of a list, and how many there are more. */
export function some(list: readonly string[], most = SHOWN): string {
  const more = list.length - most;
  return `${list.slice(0, most).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
