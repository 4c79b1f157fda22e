import { parseTime } from '../record/time.ts';
import type { Alert, Evidence, Level } from '../types.ts';
import { printable } from './escape.ts';
import { flow, type Layout, type Piece, type Style } from './flow.ts';
import { actor, outcome, shortId } from './message.ts';
import { quoted } from './request.ts';

/** How an alert is written for a terminal. */
export interface TextOptions {
  readonly color: boolean;
  /** The width to fill; 100 unless told. */
  readonly columns?: number;
}

const LABELS: Readonly<Record<Level, readonly [string, Style]>> = {
  informational: ['INFO', 'gray'],
  low: ['LOW', 'cyan'],
  medium: ['MEDIUM', 'yellow'],
  high: ['HIGH', ['bold', 'red']],
  critical: ['CRITICAL', ['bold', 'white', 'bgRed']],
};

/**
 * An alert for a person at a terminal: what rule, when, the sentence, why it matters, what to do first,
 * and where to look it up. No final line break.
 */
export function alertText(alert: Alert, { color, columns = 100 }: TextOptions): string {
  const body: Layout = { columns, color, indent: 2, gap: '  ' };
  const events = eventLines(alert);
  const hang = events.length === 1 ? 0 : 16;
  return [
    ...flow(heading(alert), { ...body, indent: 0, hang: 10 }),
    ...flow(words(alert.message), { ...body, gap: ' ' }),
    ...advice('why', alert.why, body),
    ...advice('next', alert.next, body),
    ...events.flatMap((pieces) => flow(pieces, { ...body, hang })),
  ].join('\n');
}

function heading({ level, time, rule }: Alert): Piece[] {
  const [label, style] = LABELS[level];
  return [
    { text: label, style },
    { text: `${' '.repeat(8 - label.length)}${seconds(time)}`, style: 'dim' },
    { text: printable(rule.title), style: 'bold' },
  ];
}

function advice(label: string, text: string, body: Layout): string[] {
  if (text === '') return [];
  const pieces = words(text).map((piece): Piece => ({ ...piece, style: 'dim' }));
  return flow([{ text: `${label}:`, style: 'bold' }, ...pieces], { ...body, gap: ' ', hang: 6 });
}

function words(message: string): Piece[] {
  return printable(message, 4096)
    .split(' ')
    .map((text) => ({ text }));
}

/** Where to look it up: the only event, or the first and the last; then count, author, doubts and its own id. */
function eventLines(alert: Alert): Piece[][] {
  const first = alert.events[0];
  const last = alert.events.at(-1);
  const notes = dim(notesOn(alert));
  if (first === undefined || last === undefined) return [notes];
  if (first === last) return [[...dim(ids(first)), ...notes]];
  const known = new Set(ids(first));
  const news = ids(last).filter((id) => !known.has(id));
  return [
    [at('first', first, alert), ...dim(ids(first)), ...apart(first, last)],
    [at('last ', last, alert), ...dim(news), ...apart(last, first), ...notes],
  ];
}

/** The time of day, with the date where it is another one than the alert's. */
function at(label: string, { time }: Evidence, alert: Alert): Piece {
  const shown = printable(time);
  const sameDay = shown.slice(0, 10) === alert.time.slice(0, 10);
  return { text: `${label} ${sameDay ? shown.slice(11, 19) : seconds(time)}` };
}

function ids({ auditID, credentialId }: Evidence): string[] {
  return [auditID, credentialId].flatMap((id) => (id === null ? [] : [quoted(id, 80)]));
}

/** What tells an event from another one; the rest is in the alert's sentence. */
function apart(event: Evidence, other: Evidence): Piece[] {
  const theirs = new Set(details(other));
  return details(event)
    .filter((text) => !theirs.has(text))
    .map((text) => ({ text }));
}

function details(event: Evidence): string[] {
  const { user, verb, resource, subresource, namespace, name, sourceIP, userAgent, code } = event;
  const join = (...parts: readonly (string | null)[]) =>
    parts.flatMap((part) => (part === null ? [] : [quoted(part, 80)])).join('/');
  const what = resource === null ? join(event.path) : join(resource, subresource);
  return [
    user === null ? '' : `by ${actor(user)}`,
    [join(verb), what, join(namespace, name)].filter((part) => part !== '').join(' '),
    sourceIP === null ? '' : `from ${quoted(sourceIP, 60)}`,
    userAgent === null ? '' : `with ${quoted(userAgent, 80)}`,
    code === null ? '' : outcome(code),
  ].filter((text) => text !== '');
}

function notesOn({ id, count, firstSeen, lastSeen, rule, partial }: Alert): string[] {
  const author = rule.author === '' ? '' : ` by ${printable(rule.author, 80)}`;
  return [
    count > 1 ? `${count.toLocaleString('en-US')} events in ${span(firstSeen, lastSeen)}` : '',
    `rule ${printable(rule.name, 120)}${author}`,
    partial ? 'partial: cut short in the log' : '',
    `alert ${shortId(id)}`,
  ].filter((text) => text !== '');
}

function dim(texts: readonly string[]): Piece[] {
  return texts.map((text) => ({ text, style: 'dim' }));
}

/** `2026-11-20T10:00:00Z`: an alert's time without the fraction. */
function seconds(time: string): string {
  return `${printable(time).slice(0, 19)}Z`;
}

/** How long it took, in the unit a person would choose. */
function span(from: string, to: string): string {
  const length = ((parseTime(to) ?? 0) - (parseTime(from) ?? 0)) / 1_000_000;
  if (length < 1) return 'under 1s';
  if (length < 120) return `${Math.round(length)}s`;
  if (length < 7200) return `${Math.round(length / 60)}m`;
  return length < 172_800 ? `${Math.round(length / 3600)}h` : `${Math.round(length / 86_400)}d`;
}
