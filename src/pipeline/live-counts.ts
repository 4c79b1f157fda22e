import { type IntakeCounts, noCounts } from './intake.ts';

/** What a live run counted since it started. */
export interface LiveCounts {
  /** By log, each made when first asked for. */
  of(log: string): LogCounts;
  readonly logs: ReadonlyMap<string, LogCounts>;
  /** How often an input could not be read. */
  failures: number;
  /** Notes how a save went, and tells when saving begins to fail or works again. */
  saved(reason: string | undefined, tell: (what: string, reason: string | undefined) => void): void;
  readonly saves: { readonly done: number; readonly failed: number };
}

/** What became of one log. */
export interface LogCounts extends IntakeCounts {
  /** Bytes read, decompressed. */
  bytes: number;
  /** Sightings that came later than is allowed. */
  late: number;
  readonly rejectsByReason: ReadonlyMap<string, number>;
  /** Counts a reject by the part of its reason that does not depend on the input. */
  bump(reason: string): void;
}

/** Reasons beyond this many are counted together: labels must stay few. */
const MOST_REASONS = 20;
const OTHERS = 'other';

/** All at zero. */
export function createLiveCounts(): LiveCounts {
  const logs = new Map<string, LogCounts>();
  const saves = { done: 0, failed: 0 };
  let failing = false;
  return {
    logs,
    failures: 0,
    saves,
    of(log) {
      const known = logs.get(log);
      if (known !== undefined) return known;
      const counts = createLogCounts();
      logs.set(log, counts);
      return counts;
    },
    saved(reason, tell) {
      if (reason === undefined) saves.done++;
      else saves.failed++;
      const fails = reason !== undefined;
      if (fails !== failing) tell('state', reason);
      failing = fails;
    },
  };
}

function createLogCounts(): LogCounts {
  const rejectsByReason = new Map<string, number>();
  return {
    ...noCounts(),
    bytes: 0,
    late: 0,
    rejectsByReason,
    bump(reason) {
      // What a reason quotes from the input stands behind a colon.
      const fixed = reason.split(':', 1)[0] ?? '';
      const known = rejectsByReason.has(fixed) || rejectsByReason.size < MOST_REASONS;
      const label = known ? fixed : OTHERS;
      rejectsByReason.set(label, (rejectsByReason.get(label) ?? 0) + 1);
    },
  };
}
