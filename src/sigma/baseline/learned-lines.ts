import { formatTime, parseTime } from '../../record/time.ts';
import { jsonLine } from '../../text/escape.ts';
import type { Entry, Json, Micros } from '../../types.ts';
import type { Text } from '../correlation/values.ts';
import { isMapping } from '../cursor.ts';
import type { BaselineRule } from '../rule-set.ts';
import { type Learned, ownerOf } from './memory.ts';
import { inOrder } from './merge.ts';
import { combinationIdOf, groupIdOf } from './sought.ts';

/**
 * What baselines know as lines of JSON, for people and for other satraps: a header, then for each group since
 * when it is known, followed by what was seen in it.
 */

const KIND = 'baselines';
/** Raised with every change that an older satrap would not understand. */
const FORMAT = 1;
/** As long as texts of combinations can be: longer ones are digests. */
const LONGEST_TEXT = 256;

/** The lines, in an order that doesn't depend on what was seen when. */
export function* learnedLines(rules: readonly BaselineRule[], learned: Learned): Generator<string> {
  const named = rules.toSorted((a, b) => (a.info.name < b.info.name ? -1 : 1));
  const header = named.map((rule) => ({
    name: rule.info.name,
    id: rule.info.id,
    version: rule.version,
    'group-by': rule.groupBy.map(({ name }) => name),
    fields: rule.fields.map(({ name }) => name),
  }));
  yield jsonLine({ satrap: KIND, format: FORMAT, rules: header });
  for (const rule of named) {
    const entries = learned.get(ownerOf(rule)) ?? [];
    for (const { key, value } of entries.toSorted(byKey)) {
      yield jsonLine({ rule: rule.info.name, ...lineOf(key, value) });
    }
  }
}

/** A group comes right before what was seen in it: `[["a"]` and `[["a"],…` are what decides. */
function byKey(a: Entry, b: Entry): number {
  const [first, second] = [a, b].map(({ key }) => key.slice(0, -1));
  return (first as string) < (second as string) ? -1 : 1;
}

function lineOf(key: string, value: Json): object {
  const [group, seen] = JSON.parse(key) as readonly Json[];
  if (!Array.isArray(value)) return { group, seen, last: formatTime(value as Micros) };
  const [first = 0, last = 0] = value as readonly Micros[];
  return { group, first: formatTime(first), last: formatTime(last) };
}

/** What bounds reading. */
export interface LearnedLimits {
  /** How many lines there may be. */
  readonly entries: number;
  /** Later times are wrong. */
  readonly latest: Micros;
}

/** Reads lines that may come from anywhere. */
export interface LearnedReader {
  /** Takes the next line; gives what is wrong with it, for a person. */
  take(line: string): string | undefined;
  /** Rules of the file that are no baselines here, or have changed since: what they learned is passed over. */
  readonly unused: readonly { readonly name: string; readonly changed: boolean }[];
  /** What was learned, the latest at the end. */
  learned(): Learned;
}

/** A rule of the file: what it is here, or nothing. */
type Known = ReadonlyMap<string, BaselineRule | undefined>;

/** For these rules. */
export function createLearnedReader(
  rules: readonly BaselineRule[],
  limits: LearnedLimits,
): LearnedReader {
  const entries = new Map<BaselineRule, Map<string, Json>>();
  const unused: { name: string; changed: boolean }[] = [];
  let known: Known | undefined;
  let count = 0;

  const takeHeader = (header: unknown): string | undefined => {
    const read = headerOf(header, rules);
    if (typeof read === 'string') return read;
    known = new Map(read.map(({ name, rule }) => [name, rule]));
    for (const { name, rule, changed } of read) {
      if (rule === undefined) unused.push({ name, changed });
    }
    return undefined;
  };
  const takeEntry = (line: unknown, among: Known): string | undefined => {
    if (!isMapping(line) || typeof line.rule !== 'string') return 'there is no `rule`';
    if (!among.has(line.rule)) return `the header has no rule ${JSON.stringify(line.rule)}`;
    if (++count > limits.entries) {
      return `more than ${limits.entries} entries: raise \`baseline.entries\` to take them all`;
    }
    const rule = among.get(line.rule);
    if (rule === undefined) return undefined;
    const there = entries.get(rule) ?? new Map<string, Json>();
    entries.set(rule, there);
    return addEntry(line, rule, { there, latest: limits.latest });
  };
  return {
    take(text) {
      const line = parsed(text);
      if (line === undefined) return 'this is no JSON';
      return known === undefined ? takeHeader(line) : takeEntry(line, known);
    },
    unused,
    learned: () =>
      new Map(Array.from(entries, ([rule, all]) => [ownerOf(rule), inOrder(all)] as const)),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface HeaderRule {
  readonly name: string;
  readonly rule: BaselineRule | undefined;
  readonly changed: boolean;
}

function headerOf(header: unknown, rules: readonly BaselineRule[]): HeaderRule[] | string {
  if (!isMapping(header) || header.satrap !== KIND || !Array.isArray(header.rules)) {
    return 'this is not what `satrap baseline` writes: the first line is no header';
  }
  if (header.format !== FORMAT) {
    return `format ${JSON.stringify(header.format)}; this satrap reads format ${FORMAT}`;
  }
  const named: HeaderRule[] = [];
  for (const one of header.rules as readonly unknown[]) {
    if (!isMapping(one) || typeof one.name !== 'string') return 'a rule of the header has no name';
    const { name } = one;
    if (named.some((other) => other.name === name)) return `two rules have the name \`${name}\``;
    const same = rules.find(({ info }) => info.id === one.id);
    const rule = same?.version === one.version ? same : undefined;
    named.push({ name, rule, changed: same !== undefined });
  }
  return named;
}

function addEntry(
  line: Readonly<Record<string, unknown>>,
  { groupBy, fields }: BaselineRule,
  { there, latest }: { readonly there: Map<string, Json>; readonly latest: Micros },
): string | undefined {
  const group = textsIn(line.group, groupBy.length);
  if (group === undefined) return wrongTexts('group', groupBy.length);
  const last = timeIn(line.last, latest);
  if (last === undefined) return wrongTime('last');
  if (line.seen === undefined) {
    const first = timeIn(line.first, last);
    if (first === undefined) return `${wrongTime('first')}, not after \`last\``;
    there.set(groupIdOf(group), [first, last]);
    return undefined;
  }
  const seen = textsIn(line.seen, fields.length);
  if (seen === undefined) return wrongTexts('seen', fields.length);
  if (!there.has(groupIdOf(group))) return 'a line with `first` for this group must come before';
  there.set(combinationIdOf(group, seen), last);
  return undefined;
}

function textsIn(value: unknown, count: number): readonly Text[] | undefined {
  if (!Array.isArray(value) || value.length !== count) return undefined;
  const isText = (one: unknown) =>
    one === null || (typeof one === 'string' && one.length <= LONGEST_TEXT);
  return value.every(isText) ? (value as readonly Text[]) : undefined;
}

function timeIn(value: unknown, latest: Micros): Micros | undefined {
  const time = parseTime(value);
  return time === undefined || time > latest ? undefined : time;
}

function wrongTexts(key: string, count: number): string {
  return `\`${key}\` must be a list of ${count}, each a text of at most ${LONGEST_TEXT} characters or null`;
}

function wrongTime(key: string): string {
  return `\`${key}\` must be a time such as 2026-11-20T10:00:00Z, not in the future`;
}
