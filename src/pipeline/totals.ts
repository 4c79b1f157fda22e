import type { Alert } from '../types.ts';
import type { EngineCounts } from './engine.ts';
import { type IntakeCounts, noCounts } from './intake.ts';

/** What a run counted. */
export interface Totals extends IntakeCounts {
  /** Bytes of audit log read, decompressed. */
  bytes: number;
  /** Alerts delivered; an alert delivered again with a higher count is counted once more in `updates`. */
  alerts: number;
  updates: number;
  /** Inputs that could not be read, or not to their end. */
  failures: number;
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
    ...noCounts(),
    bytes: 0,
    alerts: 0,
    updates: 0,
    failures: 0,
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
