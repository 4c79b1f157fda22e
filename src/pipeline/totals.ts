import type { Alert, Micros } from '../types.ts';
import type { EngineCounts } from './engine.ts';

/**
 * What a run counted. `records` = `events` + `duplicates` + `rejects`: every record ends as one of
 * the three.
 */
export interface Totals {
  /** Bytes of audit log read, decompressed. */
  bytes: number;
  records: number;
  events: number;
  duplicates: number;
  rejects: number;
  /** Events cut short, evaluated on what could be read; part of `events`. */
  partial: number;
  /** Events before `--since` or after `--until`, not evaluated; part of `events`. */
  outsideRange: number;
  /** Alerts delivered; an alert delivered again with a higher count is counted once more in `updates`. */
  alerts: number;
  updates: number;
  /** Inputs that could not be read, or not to their end. */
  failures: number;
  /** Event time of the earliest and latest event evaluated. */
  firstEvent: Micros | null;
  lastEvent: Micros | null;
  /** Sightings behind the allowed lateness, released before their time, and evicted by a bound. */
  late: number;
  forced: number;
  evicted: number;
  byLevel: Record<string, number>;
  byRule: Record<string, number>;
  /** Alerts by user; past a thousand users the rest are summed under `(others)`. */
  byUser: Map<string, number>;
}

/** All at zero. */
export function createTotals(): Totals {
  return {
    bytes: 0,
    records: 0,
    events: 0,
    duplicates: 0,
    rejects: 0,
    partial: 0,
    outsideRange: 0,
    alerts: 0,
    updates: 0,
    failures: 0,
    firstEvent: null,
    lastEvent: null,
    late: 0,
    forced: 0,
    evicted: 0,
    byLevel: {},
    byRule: counter(),
    byUser: new Map(),
  };
}

const MOST_USERS = 1000;

/** A rule may be called `constructor`. */
function counter(): Record<string, number> {
  return Object.create(null) as Record<string, number>;
}

/** Counts one delivered alert. */
export function countAlert(totals: Totals, alert: Alert): void {
  totals.alerts++;
  bump(totals.byLevel, alert.level);
  bump(totals.byRule, alert.rule.name);
  const user = alert.user ?? '(several)';
  const { byUser } = totals;
  const counted = byUser.size < MOST_USERS || byUser.has(user) ? user : '(others)';
  byUser.set(counted, (byUser.get(counted) ?? 0) + 1);
}

/** Takes over what the engine's bounds did. */
export function countBounds(
  totals: Totals,
  counts: Pick<EngineCounts, 'late' | 'forced' | 'evicted'>,
): void {
  const { late, forced, evicted } = counts;
  Object.assign(totals, { late, forced, evicted });
}

function bump(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
