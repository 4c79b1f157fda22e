import { fieldPath } from '../record/field-path.ts';
import { parseDuration } from '../record/time.ts';
import type { RuleInfo } from '../types.ts';
import { checkCondition, readBounds } from './correlation-condition.ts';
import type { Cursor } from './cursor.ts';
import type {
  CorrelationField,
  CorrelationRule,
  CorrelationType,
  DetectionRule,
} from './rule-set.ts';
import { versionOf } from './version.ts';
import { checkField } from './vocabulary.ts';

/** Sigma correlations (correlation rules specification 2.1.0), once their shape has been checked. */

/** What a correlation may refer to. */
export type Rule = DetectionRule | CorrelationRule;

/** The rules that a `correlation` section names, in the order written. */
export function referencesOf(section: Cursor): Cursor[] {
  const rules = section.child('rules');
  return Array.isArray(rules.value) ? rules.children() : [rules];
}

/** Whether the rules that it is about alert by themselves too: said in the section or beside it. */
export function generates(document: Cursor): boolean {
  return (
    document.child('correlation').child('generate').value === true ||
    document.child('generate').value === true
  );
}

/** Compiles a document whose references have been resolved; `undefined` when an error has been reported. */
export function compileCorrelation(
  document: Cursor,
  info: RuleInfo,
  rules: readonly Rule[],
  alerts: boolean,
): CorrelationRule | undefined {
  const section = document.child('correlation');
  const type = section.child('type').value as CorrelationType;
  const aliases = readAliases(section.child('aliases'), rules);
  const used = new Set<string>();
  const field = (at: Cursor) => readField(at, rules, aliases, used);
  const groupBy = several(section.child('group-by')).map(field);
  const written = section.child('condition');
  const bounds = readBounds(written, type, rules.length);
  const fields = several(written.child('field')).map(field);
  checkCondition(written, type, fields.length);
  const percentile = written.child('percentile').value as number | undefined;
  const condition = { bounds, fields, percentile };
  for (const [name, { at }] of aliases) {
    if (!used.has(name)) at.warn(`nothing uses the alias \`${name}\``, { part: 'key' });
  }
  const timespan = parseDuration(String(section.child('timespan').value)) ?? 0;
  if (document.broken) return undefined;
  const { place } = document;
  const version = versionOf([section.value, ...rules.map((rule) => rule.version)]);
  const core = { type, rules, groupBy, timespan, condition };
  return { kind: 'correlation', info, alerts, place, version, ...core };
}

function several(list: Cursor): Cursor[] {
  if (list.value === undefined) return [];
  return Array.isArray(list.value) ? list.children() : [list];
}

interface Alias {
  readonly at: Cursor;
  /** The field as each of the rules calls it. */
  readonly fields: ReadonlyMap<Rule, string>;
}

function readAliases(section: Cursor, rules: readonly Rule[]): ReadonlyMap<string, Alias> {
  const aliases = new Map<string, Alias>();
  for (const at of section.children()) {
    const fields = new Map<Rule, string>();
    for (const entry of at.children()) {
      const rule = rules.find(({ info }) => info.name === entry.key || info.id === entry.key);
      const field = String(entry.value);
      warnUnknown(entry, field);
      if (rule !== undefined) fields.set(rule, field);
      else
        entry.error(`\`${entry.key}\` is none of the rules of this correlation`, { part: 'key' });
    }
    const missing = rules.find((rule) => !fields.has(rule));
    if (missing !== undefined && fields.size > 0) {
      at.error(`the alias says nothing about the rule \`${missing.info.name}\``, { part: 'key' });
    }
    aliases.set(at.key, { at, fields });
  }
  return aliases;
}

function readField(
  at: Cursor,
  rules: readonly Rule[],
  aliases: ReadonlyMap<string, Alias>,
  used: Set<string>,
): CorrelationField {
  const name = String(at.value);
  const alias = aliases.get(name);
  if (alias === undefined) warnUnknown(at, name);
  else used.add(name);
  return { name, paths: rules.map((rule) => fieldPath(alias?.fields.get(rule) ?? name)) };
}

function warnUnknown(at: Cursor, field: string): void {
  const reason = checkField(field);
  if (reason !== undefined) at.warn(reason);
}
