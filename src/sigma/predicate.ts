import type { AuditRecord } from '../types.ts';
import type { Explanation } from './rule-set.ts';

/** A compiled part of a condition. Never throws. */
export interface Predicate {
  matches(record: AuditRecord): boolean;
  explain(record: AuditRecord): Explanation;
}

/** Holds when all parts hold. */
export function allOf(text: string, parts: readonly Predicate[]): Predicate {
  return {
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
    matches: (record) => !part.matches(record),
    explain: (record) => node('not', record, [part], ([held]) => held === false),
  };
}

/** The same under a heading of its own, such as a search identifier. */
export function named(text: string, part: Predicate): Predicate {
  return {
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
