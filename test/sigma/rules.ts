import * as fc from 'fast-check';
import { EventRecord } from '../../src/record/event-record.ts';
import { loadRules } from '../../src/sigma/index.ts';
import type { DetectionRule, Loaded } from '../../src/sigma/rule-set.ts';
import type { AuditRecord, JsonObject, Problem } from '../../src/types.ts';

/** Loads one text as a file called `rule.yml`. */
export function load(text: string, options: Parameters<typeof loadRules>[1] = {}): Loaded {
  return loadRules([{ path: 'rule.yml', text }], options);
}

/** A rule with this `detection` section; JSON is YAML. */
export function ruleText(detection: unknown): string {
  return JSON.stringify({ title: 'Rule', logsource: { product: 'kubernetes' }, detection });
}

/** Compiles a detection; throws what is wrong with it. */
export function compile(
  detection: unknown,
  placeholders: Readonly<Record<string, readonly (string | number)[]>> = {},
): DetectionRule {
  const { rules, problems } = load(ruleText(detection), { placeholders });
  const [rule] = rules.detections;
  if (rule === undefined) throw new Error(shown(problems).join('\n'));
  return rule;
}

/** A record over an event. */
export function record(event: unknown): AuditRecord {
  return new EventRecord(event as JsonObject, 0, false);
}

/** Any text, lone surrogates included. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 127 }), fc.integer({ min: 0, max: 0xffff })))
  .map((units) => String.fromCharCode(...units));

/** Problems as the command line shows them. */
export function shown(problems: readonly Problem[]): string[] {
  return problems.map(
    ({ severity, file, line, column, message }) =>
      `${file}:${line}:${column} ${severity}: ${message}`,
  );
}

/** The errors among them. */
export function errors(problems: readonly Problem[]): string[] {
  return shown(problems.filter(({ severity }) => severity === 'error'));
}
