import type { Evidence } from './finding.ts';
import type { Level, RuleInfo } from './rule.ts';

/** An alert: one rule, one cause, one hour. */
export interface Alert {
  /** A pure function of rule, cause and hour: the same log gives the same ids in any order. */
  readonly id: string;
  /** RFC 3339, of the last event. */
  readonly time: string;
  readonly level: Level;
  readonly rule: Pick<RuleInfo, 'id' | 'name' | 'title' | 'author' | 'tags'>;
  /** Whose rights were used, or `null` where the rule spans users. */
  readonly user: string | null;
  /** One sentence: who did what to which object, from where, with what result. */
  readonly message: string;
  /** Why it matters, in the rule's words; empty where the rule doesn't say. */
  readonly why: string;
  /** What to do first, in the rule's words; empty where the rule doesn't say. */
  readonly next: string;
  /** How many events. */
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** True when any of the events was cut short. */
  readonly partial: boolean;
  /** The first and last of the events, at most ten. */
  readonly events: readonly Evidence[];
}

/**
 * Delivers alerts, in the order given. An id may come again: with a higher count when late events joined
 * it, or with the count since then when there was no room to keep it open.
 */
export interface Sink {
  readonly name: string;
  /** Resolves when the alerts are delivered; rejects with the reason when they can't be. */
  write(alerts: readonly Alert[]): Promise<void>;
  /** Delivers what was held back and lets go of files and sockets. May be called twice. */
  close(): Promise<void>;
}
