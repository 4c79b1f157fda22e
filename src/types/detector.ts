import type { Finding, Sighting } from './finding.ts';
import type { Json } from './json.ts';
import type { Memory } from './memory.ts';
import type { AuditRecord, FieldPath } from './record.ts';
import type { Matched, RuleInfo } from './rule.ts';

/**
 * A detector with memory. `take` looks at one record as it comes and must not change anything; what it
 * returns comes back to `observe` with the record's sighting in event-time order, ties by digest. No wall
 * clock.
 */
export interface Detector<T = unknown> {
  /** The rules whose findings it may give. */
  readonly rules: readonly RuleInfo[];
  /**
   * What to remember of this record beside its witness, or `undefined` when it is of no interest; records
   * may share it. `matched`: the rules it matches. Equal ones are mostly the same array.
   */
  take(record: AuditRecord, matched: readonly Matched[]): T | undefined;
  /**
   * All that `take` looks at of a record that matches these rules: where those values are the same, so is what
   * it takes, and records may share it. Absent: it may look at anything.
   */
  reads?(matched: readonly Matched[]): readonly FieldPath[];
  /** What it will be shown next, in this order: it may fetch what it needs for all of it, and must not change anything. */
  approach?(all: readonly T[]): void;
  /** What was taken of the next record in event-time order. */
  observe(taken: T, sighting: Sighting): readonly Finding[];
  /** How many keys or windows its bounds evicted so far. */
  readonly evicted: number;
  /** How what it knows survives a restart. */
  readonly durable: Durable<T>;
}

/** How what a detector took is stored while it waits, and its memory. */
export interface Durable<T = unknown> {
  /** Under which name what was taken is stored: unique among the detectors. */
  readonly name: string;
  pack(taken: T): Json;
  /** What was taken again; `undefined` when the rules it was for are gone. */
  unpack(packed: Json): T | undefined;
  readonly memories: readonly Memory[];
}
