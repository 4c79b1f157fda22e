import type { Placeholders } from '../sigma/values/placeholder.ts';
import type { JsonObject, Micros } from '../types.ts';

/** The tests of one rule: one YAML file. */
export interface RuleTest {
  readonly file: string;
  /** Where the rule's name stands. */
  readonly line: number;
  readonly column: number;
  /** The rule's name or id. */
  readonly rule: string;
  readonly cases: readonly RuleCase[];
  /** What the rules' placeholders stand for in this test, over those of the configuration. */
  readonly placeholders: Placeholders;
}

/** One thing that must, or must not, raise the rule. */
export interface RuleCase {
  readonly title: string;
  readonly line: number;
  readonly expect: 'match' | 'miss';
  /** One event, or the runs of events that a rule with memory needs. */
  readonly steps: readonly Step[];
  /** Exactly how many alerts; `undefined`: at least one for a match, none for a miss. */
  readonly alerts: number | undefined;
}

/** `repeat` times the same event, `every` so often, from `at` on; both counted from the base event's time. */
export interface Step {
  readonly at: Micros;
  readonly repeat: number;
  readonly every: Micros;
  /** The whole event: what the case says, merged over the base. */
  readonly event: JsonObject;
}

/** How one case went. */
export interface RuleTestResult {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
  readonly title: string;
  readonly expect: 'match' | 'miss';
  /** What went wrong, one or more lines, safe to print as they are; `undefined` when nothing did. */
  readonly failure: string | undefined;
}
