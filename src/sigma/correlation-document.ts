import { parseDuration } from '../record/time.ts';
import type { RuleInfo } from '../types.ts';
import { createFieldReader } from './aliases.ts';
import { checkCondition, readBounds } from './correlation-condition.ts';
import type { Cursor } from './cursor.ts';
import type { CorrelationRule, CorrelationType, DetectionRule } from './rule-set.ts';
import { versionOf } from './version.ts';

/** Sigma correlations (correlation rules specification 2.1.0), once their shape has been checked. */

/** What a correlation may refer to. */
export type Rule = DetectionRule | CorrelationRule;

/** The rules that a `correlation` or `baseline` section names, in the order written. */
export function referencesOf(section: Cursor): Cursor[] {
  const rules = section.child('rules');
  return Array.isArray(rules.value) ? rules.children() : [rules];
}

/** Whether the rules that it is about alert by themselves too: said in the section or beside it. */
export function generates(document: Cursor, section: Cursor): boolean {
  return section.child('generate').value === true || document.child('generate').value === true;
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
  const fieldsIn = createFieldReader(section, rules, 'correlation');
  const groupBy = fieldsIn.read(section.child('group-by'));
  const written = section.child('condition');
  const bounds = readBounds(written, type, rules.length);
  const fields = fieldsIn.read(written.child('field'));
  checkCondition(written, type, fields.length);
  const percentile = written.child('percentile').value as number | undefined;
  const condition = { bounds, fields, percentile };
  fieldsIn.finish();
  const timespan = parseDuration(String(section.child('timespan').value)) ?? 0;
  if (document.broken) return undefined;
  const { place } = document;
  const version = versionOf([section.value, ...rules.map((rule) => rule.version)]);
  const core = { type, rules, groupBy, timespan, condition };
  return { kind: 'correlation', info, alerts, place, version, ...core };
}
