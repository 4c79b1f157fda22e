import type { Evidence, RuleInfo } from '../types.ts';
import { printable } from './escape.ts';
import { deed, quoted } from './request.ts';

/** How often it happened, and what a stateful rule measured, such as `31,204 events in 5m`. */
export interface Extent {
  readonly count: number;
  readonly measured?: string | undefined;
  /** What a rule has to say of the event, such as `never seen in 12d of history`. */
  readonly remark?: string | undefined;
  /** Fields in which the other events differ from the one that is described. */
  readonly various?: ReadonlySet<keyof Evidence> | undefined;
}

/**
 * An alert's sentence: who did what to which object, from where, with what result. One line, from
 * typed fields only; an event that says nothing of the kind is described by the rule's title.
 */
export function describe(
  rule: Pick<RuleInfo, 'title'>,
  evidence: Evidence,
  { count, measured, remark, various = NONE }: Extent,
): string {
  const { user, impersonator, sourceIP, userAgent, code } = evidence;
  const measures = count > 1 && measured !== undefined;
  const said = remark === undefined ? '' : `; ${printable(remark)}`;
  const end = measures ? `: ${printable(measured)}` : `${result(code, count)}${said}`;
  if (isEmpty(evidence)) return `${printable(rule.title)}${end}`;
  const behind = impersonator === null ? '' : `, impersonated by ${actor(impersonator)},`;
  // Of a window full of events only the latest are known one by one.
  const act = measures ? 'made requests' : deed(evidence, code === null || code < 400, various);
  const from = sourceIP === null ? '' : ` from ${some(sourceIP, various.has('sourceIP'))}`;
  const agent =
    userAgent === null ? '' : ` with ${some(firstWord(userAgent), various.has('userAgent'))}`;
  return `${subject(user)}${behind} ${act}${from}${agent}${end}`;
}

const NONE: ReadonlySet<keyof Evidence> = new Set();

function some(text: string, others: boolean): string {
  return `${quoted(text, 60)}${others ? ' and others' : ''}`;
}

/** A user name as Kubernetes means it: `ServiceAccount prod/payment`, `node worker-1`, `alice`. */
export function actor(user: string): string {
  const account = /^system:serviceaccount:([a-z0-9.-]+):([a-z0-9.-]+)$/.exec(user);
  if (account !== null) return `ServiceAccount ${account[1]}/${account[2]}`;
  const node = /^system:node:([a-z0-9.-]+)$/.exec(user);
  if (node !== null) return `node ${node[1]}`;
  return user === 'system:anonymous' ? 'an anonymous user' : quoted(user);
}

/** A response code in words: `allowed (200)`, `denied (403)`. */
export function outcome(code: number): string {
  if (code < 400) return `allowed (${code})`;
  return `${FAILURES[code] ?? 'failed'} (${code})`;
}

const FAILURES: Readonly<Record<number, string>> = {
  401: 'not authenticated',
  403: 'denied',
  429: 'throttled',
};

function result(code: number | null, count: number): string {
  const said = code === null ? '' : `: ${outcome(code)}`;
  return count > 1 ? `${said}, ${count.toLocaleString('en-US')} times` : said;
}

function subject(user: string | null): string {
  if (user === null) return 'An unknown user';
  const who = actor(user);
  if (/^(?:ServiceAccount|node|an anonymous) /.test(who)) {
    return who.charAt(0).toUpperCase() + who.slice(1);
  }
  return `User ${who}`;
}

/** The product and version of a user agent; the rest is platform and build. */
function firstWord(agent: string): string {
  return /^\s*(\S+)/.exec(agent)?.[1] ?? agent;
}

function isEmpty({ user, verb, resource, path }: Evidence): boolean {
  return user === null && verb === null && resource === null && path === null;
}

/** The first digits of an alert's id: enough for `satrap investigate --alert`. */
export function shortId(id: string): string {
  return printable(id.slice(0, 12));
}
