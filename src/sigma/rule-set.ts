import type { AuditRecord, FieldPath, Micros, Problem, RuleInfo } from '../types.ts';
import type { Form } from './predicate.ts';
import type { Placeholders } from './values/placeholder.ts';

/** What a set of Sigma documents compiles to: closures and resolved references, no YAML left. */

/** A compiled Sigma rule (`detection:`), its filters included. */
export interface DetectionRule {
  readonly kind: 'detection';
  readonly info: RuleInfo;
  /** False when it only feeds correlations that do not say `generate: true`. */
  readonly alerts: boolean;
  readonly place: Place;
  /** Equal only where what decides a match is equal: its detection, its filters, its placeholders. */
  readonly version: string;
  /** What `matches` decides by; without it, only `matches` knows. */
  readonly form?: Form;
  /** Whether the record matches. Never throws. */
  matches(record: AuditRecord): boolean;
  /** The condition as a tree, with what held and what did not. */
  explain(record: AuditRecord): Explanation;
}

/** The correlation types of the Sigma correlation specification 2.1.0. */
export const CORRELATION_TYPES = [
  'event_count',
  'value_count',
  'temporal',
  'temporal_ordered',
  'value_sum',
  'value_avg',
  'value_percentile',
] as const;

/** One of the correlation types. */
export type CorrelationType = (typeof CORRELATION_TYPES)[number];

/** A Sigma correlation with its references and aliases resolved. */
export interface CorrelationRule {
  readonly kind: 'correlation';
  readonly info: RuleInfo;
  /** False when it only feeds other correlations that do not say `generate: true`. */
  readonly alerts: boolean;
  readonly place: Place;
  /** Equal only where what is counted is equal, the referenced rules included. */
  readonly version: string;
  readonly type: CorrelationType;
  /** What it correlates, in the order written. */
  readonly rules: readonly (DetectionRule | CorrelationRule)[];
  /** Empty: one group for all. */
  readonly groupBy: readonly CorrelationField[];
  readonly timespan: Micros;
  readonly condition: CorrelationCondition;
}

/** A field of a correlation or baseline: where to read it depends, through aliases, on which rule matched. */
export interface CorrelationField {
  /** As written in the rule: a field or an alias. */
  readonly name: string;
  /** The path to read, parallel to the `rules`. */
  readonly paths: readonly FieldPath[];
}

/** A baseline: what was never seen before in a history, satrap's own kind of document. */
export interface BaselineRule {
  readonly kind: 'baseline';
  readonly info: RuleInfo;
  readonly place: Place;
  /** Equal only where what is remembered is equal, the rules it is based on included. */
  readonly version: string;
  /** Whose events it remembers, in the order written. */
  readonly rules: readonly DetectionRule[];
  /** Whose history; empty: one history for all. */
  readonly groupBy: readonly CorrelationField[];
  /** The combination that must have been seen before; at least one. */
  readonly fields: readonly CorrelationField[];
  /** How old a history is before anything in it raises an alert. */
  readonly learning: Micros;
  /** How long a combination is remembered after it was seen. */
  readonly expiry: Micros;
}

/** The comparison operators of a correlation's condition. */
export type Comparison = 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';

/** A correlation's condition: every bound must hold. */
export interface CorrelationCondition {
  /** For `temporal` and `temporal_ordered` without a condition: `gte` the number of rules. */
  readonly bounds: readonly { readonly operator: Comparison; readonly value: number }[];
  /** The measured fields; one, except in `value_count`, where several count as a tuple. */
  readonly fields: readonly CorrelationField[];
  /** `value_percentile` only: which percentile, 0 to 100. Absent: the share, in percent, of the event's own value. */
  readonly percentile: number | undefined;
}

/** Where a document starts. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** One node of a condition, as `rules explain` prints it. */
export interface Explanation {
  /** `and`, `or`, `not`, a search identifier, or one field with its modifiers and value. */
  readonly text: string;
  readonly held: boolean;
  /** What the record has there, for a field; already safe to print. */
  readonly actual?: string;
  readonly parts: readonly Explanation[];
}

/** Everything that was loaded. */
export interface RuleSet {
  readonly detections: readonly DetectionRule[];
  readonly correlations: readonly CorrelationRule[];
  readonly baselines: readonly BaselineRule[];
}

/** The outcome of loading: a set without the broken documents, and every problem found. */
export interface Loaded {
  readonly rules: RuleSet;
  readonly problems: readonly Problem[];
  /** Documents left out because their log source is not Kubernetes audit. */
  readonly foreign: number;
  /** The sound filters, those that are disabled too, in the order read. */
  readonly filters: readonly FilterInfo[];
}

/** All that a rule set is made of, as plain data: whoever compiles it gets the same rules in the same order. */
export interface RuleTexts {
  readonly files: readonly RuleFile[];
  /** Files in which every document is a filter. */
  readonly filters: readonly RuleFile[];
  /** For values with the `expand` modifier: what `%name%` stands for. */
  readonly placeholders: Placeholders;
  /** Names and ids of filters that leave nothing out. */
  readonly disable: readonly string[];
}

/** Who a filter is. */
export interface FilterInfo {
  readonly info: RuleInfo;
  /** The rules that it names, or `any`. */
  readonly rules: readonly string[];
  /** Whether it is left out because the site does not want it. */
  readonly disabled: boolean;
}

/** One YAML file of rules or filters. */
export interface RuleFile {
  readonly path: string;
  readonly text: string;
}
