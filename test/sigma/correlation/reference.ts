import { witnessOf } from '../../../src/record/evidence.ts';
import { measuredText } from '../../../src/sigma/correlation/measured.ts';
import type { CorrelationRule, DetectionRule } from '../../../src/sigma/rule-set.ts';
import type { AuditRecord, FieldPath, Finding, Json, Witness } from '../../../src/types.ts';

/**
 * Correlations the slow and obvious way: each over the whole stream at once, every window filtered
 * from all events and measured from nothing.
 */

type Rule = DetectionRule | CorrelationRule;

interface Step {
  readonly position: number;
  readonly witnesses: readonly Witness[];
}

/** One event in one group. */
interface Entry {
  readonly event: number;
  readonly time: number;
  readonly key: readonly (string | null)[];
  readonly value: string;
  readonly steps: Step[];
}

interface Holding {
  readonly event: number;
  readonly rose: boolean;
  readonly finding: Finding;
}

/** The findings of all correlations that alert; `records` in event order. */
export function referenceFindings(
  correlations: readonly CorrelationRule[],
  records: readonly AuditRecord[],
): Finding[] {
  return correlations
    .filter((rule) => rule.alerts)
    .flatMap((rule) => holdingsOf(rule, records))
    .filter((holding) => holding.rose)
    .map((holding) => holding.finding);
}

function holdingsOf(rule: CorrelationRule, records: readonly AuditRecord[]): Holding[] {
  const entries = entriesOf(rule, records);
  return entries.flatMap((entry, at) => {
    const id = JSON.stringify(entry.key);
    const before = entries.slice(0, at).filter((other) => JSON.stringify(other.key) === id);
    const window = within(rule, [...before, entry], entry.time);
    const amount = measure(rule, window, entry.value);
    if (amount === undefined || !holds(rule, amount)) return [];
    const rose = !heldUntil(rule, before, entry);
    const trigger = witnessOf(records[entry.event] as AuditRecord);
    return [{ event: entry.event, rose, finding: findingOf(rule, window, entry, amount, trigger) }];
  });
}

/** Whether the condition held after the event before, and still does when an event comes. */
function heldUntil(rule: CorrelationRule, before: readonly Entry[], entry: Entry): boolean {
  const own = isShare(rule) ? before.filter((other) => other.value === entry.value) : before;
  const last = own.at(-1);
  if (last === undefined) return false;
  const then = within(rule, before.slice(0, before.indexOf(last) + 1), last.time);
  const now = within(rule, before, entry.time);
  return [then, now].every((window) => {
    const amount = measure(rule, window, entry.value);
    return amount !== undefined && holds(rule, amount);
  });
}

function within(rule: CorrelationRule, entries: readonly Entry[], end: number): Entry[] {
  return entries.filter((entry) => entry.time >= end - rule.timespan);
}

function isShare(rule: CorrelationRule): boolean {
  return rule.type === 'value_percentile' && rule.condition.percentile === undefined;
}

function isTemporal(rule: CorrelationRule): boolean {
  return rule.type === 'temporal' || rule.type === 'temporal_ordered';
}

function entriesOf(rule: CorrelationRule, records: readonly AuditRecord[]): Entry[] {
  const happenings = rule.rules.map((referenced) => happeningsOf(referenced, records));
  return records.flatMap((record, event) => {
    const entries: Entry[] = [];
    for (const [position, happening] of happenings.entries()) {
      const here = happening.filter((one) => one.event === event);
      if (here.length === 0) continue;
      if (!isTemporal(rule) && !here.some((one) => one.rose)) continue;
      const value = valueOf(rule, position, record);
      if (value === undefined) continue;
      const key = rule.groupBy.map((field) => textAt(record, field.paths[position]));
      const step = { position, witnesses: here.flatMap((one) => one.witnesses) };
      const same = entries.find((entry) => JSON.stringify(entry.key) === JSON.stringify(key));
      if (same === undefined) entries.push({ event, time: record.time, key, value, steps: [step] });
      else same.steps.push(step);
    }
    return entries;
  });
}

interface Happening {
  readonly event: number;
  readonly rose: boolean;
  readonly witnesses: readonly Witness[];
}

function happeningsOf(rule: Rule, records: readonly AuditRecord[]): Happening[] {
  if (rule.kind === 'correlation') {
    return holdingsOf(rule, records).map(({ event, rose, finding }) => ({
      event,
      rose,
      witnesses: finding.witnesses,
    }));
  }
  return records.flatMap((record, event) =>
    rule.matches(record) ? [{ event, rose: true, witnesses: [witnessOf(record)] }] : [],
  );
}

function textAt(record: AuditRecord, path: FieldPath | undefined): string | null {
  const value = path === undefined ? undefined : record.field(path);
  const last: Json | undefined = Array.isArray(value) ? (value.at(-1) as Json) : value;
  return last === undefined || typeof last === 'object' ? null : String(last);
}

function valueOf(rule: CorrelationRule, position: number, record: AuditRecord): string | undefined {
  const texts = rule.condition.fields.map((field) => textAt(record, field.paths[position]));
  if (rule.type === 'event_count' || isTemporal(rule)) return '';
  if (rule.type === 'value_count' && texts.length > 1) {
    return texts.every((text) => text === null) ? undefined : JSON.stringify(texts);
  }
  const text = texts[0] ?? undefined;
  if (text === undefined || rule.type === 'value_count' || isShare(rule)) return text;
  return text.trim() !== '' && Number.isFinite(Number(text)) ? text : undefined;
}

function holds(rule: CorrelationRule, amount: number): boolean {
  return rule.condition.bounds.every(({ operator, value }) => {
    if (operator === 'gt') return amount > value;
    if (operator === 'gte') return amount >= value;
    if (operator === 'lt') return amount < value;
    if (operator === 'lte') return amount <= value;
    return operator === 'eq' ? amount === value : amount !== value;
  });
}

function measure(
  rule: CorrelationRule,
  window: readonly Entry[],
  value: string,
): number | undefined {
  if (window.length === 0) return undefined;
  const { percentile } = rule.condition;
  const values = window.map((entry) => entry.value);
  if (rule.type === 'event_count') return window.length;
  if (rule.type === 'value_count') return new Set(values).size;
  if (rule.type === 'temporal') {
    return new Set(window.flatMap((entry) => entry.steps.map((step) => step.position))).size;
  }
  if (rule.type === 'temporal_ordered') return longestPrefix(window, rule.rules.length);
  if (rule.type === 'value_sum') return exactSum(values);
  if (rule.type === 'value_avg') return exactSum(values) / values.length;
  if (percentile !== undefined) return nearestRank(values.map(Number), percentile);
  const same = values.filter((one) => one === value).length;
  return same === 0 ? undefined : (same * 100) / values.length;
}

/** The generated numbers are whole quarters. */
function exactSum(values: readonly string[]): number {
  return Number(values.reduce((sum, value) => sum + BigInt(Number(value) * 4), 0n)) / 4;
}

function nearestRank(numbers: readonly number[], percentile: number): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted.find((_, i) => (i + 1) * 100 >= percentile * sorted.length);
}

function longestPrefix(window: readonly Entry[], rules: number): number | undefined {
  let next = 0;
  for (const entry of window) {
    if (next < rules && entry.steps.some((step) => step.position === next)) next++;
  }
  return next === 0 ? undefined : next;
}

function findingOf(
  rule: CorrelationRule,
  window: readonly Entry[],
  entry: Entry,
  amount: number,
  trigger: Witness,
): Finding {
  const counted = countedOf(rule, window, amount);
  const witnesses = latestTen([...counted.flatMap((one) => one.witnesses), trigger]);
  const first = Math.min(entry.time, ...counted.map((one) => one.time));
  return {
    rule: rule.info,
    time: entry.time,
    key: entry.key,
    count: isTemporal(rule) ? witnesses.length : counted.length,
    firstSeen: Math.min(first, ...witnesses.map((witness) => witness.time)),
    lastSeen: entry.time,
    witnesses,
    measured: measuredText(rule, amount, counted.length),
  };
}

interface Counted {
  readonly time: number;
  readonly witnesses: readonly Witness[];
}

/** The events of a window that make up its measure. */
function countedOf(rule: CorrelationRule, window: readonly Entry[], amount: number): Counted[] {
  const pick = (entry: Entry, position = entry.steps[0]?.position) => ({
    time: entry.time,
    witnesses: entry.steps.find((step) => step.position === position)?.witnesses ?? [],
  });
  if (rule.type === 'value_count') {
    return window
      .filter((entry, i) => !window.slice(i + 1).some((other) => other.value === entry.value))
      .map((entry) => pick(entry));
  }
  if (rule.type === 'temporal') {
    return rule.rules.flatMap((_, position) => {
      const last = window.findLast((entry) => entry.steps.some((one) => one.position === position));
      return last === undefined ? [] : [pick(last, position)];
    });
  }
  if (rule.type === 'temporal_ordered') {
    return (latestChain(window, amount - 1) ?? []).map((entry, position) => pick(entry, position));
  }
  return window.map((entry) => pick(entry));
}

/** Backwards: the latest event of each rule that still has a chain before it. */
function latestChain(window: readonly Entry[], position: number): Entry[] | undefined {
  if (position < 0) return [];
  for (const [i, entry] of [...window.entries()].toReversed()) {
    if (!entry.steps.some((step) => step.position === position)) continue;
    const before = latestChain(window.slice(0, i), position - 1);
    if (before !== undefined) return [...before, entry];
  }
  return undefined;
}

/** Of an event's witnesses for counts, the latest ten kept are cut event by event. */
function latestTen(witnesses: readonly Witness[]): Witness[] {
  const distinct = [...new Map(witnesses.map((one) => [one.digest, one])).values()];
  return distinct.sort((a, b) => a.time - b.time || (a.digest < b.digest ? -1 : 1)).slice(-10);
}
