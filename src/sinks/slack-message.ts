import { printable } from '../text/escape.ts';
import { actor, shortId } from '../text/message.ts';
import { type Alert, LEVELS, type Level } from '../types.ts';
import { type Block, codeSpan, field, header, section, sizeOf, slackText } from './slack-blocks.ts';

/** What Slack is told of an alert: little enough to hold thousands. */
export interface Item {
  readonly id: string;
  readonly level: Level;
  readonly rule: Alert['rule'];
  readonly user: string | null;
  readonly message: string;
  readonly why: string;
  readonly next: string;
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly partial: boolean;
  readonly sourceIPs: readonly string[];
  readonly credentialIds: readonly string[];
}

/** A message for an incoming webhook. */
export interface SlackMessage {
  /** What notifications show. */
  readonly text: string;
  readonly blocks: readonly Block[];
}

const MOST_BLOCKS = 50;
/** Slack refuses messages somewhere above 13,000 characters. */
const MOST_CHARACTERS = 12_000;
/** Kept free for the summary of what did not fit. */
const FOR_SUMMARY = 1000;
const MOST_SENTENCES = 3;
const MOST_RULES = 10;

/** What a message needs of an alert. */
export function itemOf(alert: Alert): Item {
  const { id, level, rule, user, count, firstSeen, lastSeen, partial, events } = alert;
  return {
    id,
    level,
    rule,
    user: user === null ? null : printable(user, 300),
    message: printable(alert.message, 600),
    why: printable(alert.why, 600),
    next: printable(alert.next, 600),
    count,
    firstSeen,
    lastSeen,
    partial,
    sourceIPs: someOf(events.map((event) => event.sourceIP)),
    credentialIds: someOf(events.map((event) => event.credentialId)),
  };
}

/** One message about all the items, grouped by rule and user, the gravest first. */
export function slackMessage(items: readonly Item[]): SlackMessage {
  const groups = groupsOf(items);
  const blocks: Block[] = [];
  const left: Item[] = [];
  let size = 0;
  for (const group of groups) {
    const more = groupBlocks(group);
    const length = sizeOf(more);
    const fits =
      blocks.length + more.length < MOST_BLOCKS && size + length <= MOST_CHARACTERS - FOR_SUMMARY;
    if (blocks.length > 0 && (left.length > 0 || !fits)) {
      left.push(...group);
      continue;
    }
    size += length;
    blocks.push(...more);
  }
  if (left.length > 0) blocks.push(section([summary(left)]));
  return { text: slackText(headline(groups), 300), blocks };
}

function groupsOf(items: readonly Item[]): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = JSON.stringify([item.rule.id, item.user]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  const gravity = (group: readonly Item[]) => LEVELS.indexOf((group[0] as Item).level);
  return [...groups.values()].sort((a, b) => gravity(b) - gravity(a));
}

function groupBlocks(group: readonly Item[]): Block[] {
  const { level, rule, why, next } = group[0] as Item;
  const sentences = group.slice(0, MOST_SENTENCES).map((item) => item.message);
  const others = group.length - sentences.length;
  if (others > 0) sentences.push(`and ${counted(others, 'more alert')} of this rule and user`);
  if (why !== '') sentences.push(why);
  if (next !== '') sentences.push(`Next: ${next}`);
  return [header(`${level.toUpperCase()}: ${rule.title}`), section(sentences, fieldsOf(group))];
}

function fieldsOf(group: readonly Item[]) {
  const { rule, user } = group[0] as Item;
  const firstSeen = group.map((item) => item.firstSeen).reduce((a, b) => (a < b ? a : b));
  const lastSeen = group.map((item) => item.lastSeen).reduce((a, b) => (a > b ? a : b));
  const events = group.reduce((sum, item) => sum + item.count, 0);
  const list = (values: readonly string[]) => someOf(values).map(codeSpan).join(', ');
  const author = rule.author === '' ? '' : ` by ${codeSpan(rule.author)}`;
  const sources = list(group.flatMap((item) => item.sourceIPs));
  const credentials = list(group.flatMap((item) => item.credentialIds));
  return [
    field('User', codeSpan(user === null ? 'several' : actor(user))),
    field('Events', events.toLocaleString('en-US')),
    field('First seen', codeSpan(firstSeen)),
    field('Last seen', codeSpan(lastSeen)),
    ...(sources === '' ? [] : [field('From', sources)]),
    ...(credentials === '' ? [] : [field('Credential', credentials)]),
    field('Rule', `${codeSpan(rule.name)}${author}`),
    field('Alert', list(group.map(({ id }) => shortId(id)))),
    ...(group.some((item) => item.partial) ? [field('Partial', 'cut short in the log')] : []),
  ];
}

/** `and 37 more alerts: 20 × sa_lists_secrets (high), …`. */
function summary(left: readonly Item[]): string {
  const counts = new Map<string, number>();
  for (const { rule, level } of left) {
    const key = `${printable(rule.name, 60)} (${level})`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rules = [...counts].map(([key, count]) => `${count} × ${key}`);
  const shown = rules.slice(0, MOST_RULES);
  const others = rules.length - shown.length;
  if (others > 0) shown.push(`and ${counted(others, 'more rule')}`);
  return `and ${counted(left.length, 'more alert')}: ${shown.join(', ')}`;
}

function headline(groups: readonly (readonly Item[])[]): string {
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  const gravest = groups[0]?.[0];
  if (gravest === undefined) return 'no alerts';
  const { level, rule } = gravest;
  if (total === 1) return `${level.toUpperCase()}: ${rule.title}`;
  return `${counted(total, 'alert')}, the highest ${level.toUpperCase()}: ${rule.title}`;
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

/** The first few different values. */
function someOf(values: readonly (string | null)[]): string[] {
  const different = new Set(values.filter((value) => value !== null));
  return [...different].slice(0, 3).map((value) => printable(value, 80));
}
