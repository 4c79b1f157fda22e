import type { AuditRecord, FieldPath, Json } from '../types.ts';
import type { Explanation } from './rule-set.ts';

/** What a predicate decides by, for the matcher to read. */
export type Form =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Form[] }
  | { readonly kind: 'not'; readonly part: Form }
  | FieldItem
  | RecordItem;

/** An item that is decided by what stands in one field. */
export interface FieldItem {
  readonly kind: 'field';
  /** Equal only where the test is equal. */
  readonly id: string;
  readonly path: FieldPath;
  /** The texts that it holds for, as written, where it compares whole texts and nothing else. */
  readonly texts?: readonly string[];
  /**
   * Texts in lower case: it holds for no text that does not begin with one of these when in lower case itself, and for
   * no list without one that does. None where it may hold for others.
   */
  readonly beginnings?: readonly string[];
  /** That it asks no more than whether there is anything. */
  readonly ofPresence?: boolean;
  holds(value: Json | undefined): boolean;
}

/** An item that looks at more of a record than one field. */
export interface RecordItem {
  readonly kind: 'record';
  /** Equal only where the test is equal. */
  readonly id: string;
  /** The fields it looks at; none where it looks at the whole event. */
  readonly paths: readonly FieldPath[];
  holds(record: AuditRecord): boolean;
}

/** A compiled part of a condition. Never throws. */
export interface Predicate {
  /** The same as `matches`, by its parts. */
  readonly form: Form;
  matches(record: AuditRecord): boolean;
  explain(record: AuditRecord): Explanation;
}

/** Holds when all parts hold. */
export function allOf(text: string, parts: readonly Predicate[]): Predicate {
  return {
    form: { kind: 'and', parts: parts.map(({ form }) => form) },
    matches(record) {
      for (const part of parts) if (!part.matches(record)) return false;
      return true;
    },
    explain: (record) => node(text, record, parts, (held) => held.every(Boolean)),
  };
}

/** Holds when at least one part holds. */
export function anyOf(text: string, parts: readonly Predicate[]): Predicate {
  return {
    form: { kind: 'or', parts: parts.map(({ form }) => form) },
    matches(record) {
      for (const part of parts) if (part.matches(record)) return true;
      return false;
    },
    explain: (record) => node(text, record, parts, (held) => held.some(Boolean)),
  };
}

/** Holds when the part does not. */
export function not(part: Predicate): Predicate {
  return {
    form: { kind: 'not', part: part.form },
    matches: (record) => !part.matches(record),
    explain: (record) => node('not', record, [part], ([held]) => held === false),
  };
}

/** The same under a heading of its own, such as a search identifier. */
export function named(text: string, part: Predicate): Predicate {
  return {
    form: part.form,
    matches: (record) => part.matches(record),
    explain: (record) => node(text, record, [part], ([held]) => held === true),
  };
}

function node(
  text: string,
  record: AuditRecord,
  parts: readonly Predicate[],
  combine: (held: readonly boolean[]) => boolean,
): Explanation {
  const explained = parts.map((part) => part.explain(record));
  return { text, held: combine(explained.map(({ held }) => held)), parts: explained };
}
