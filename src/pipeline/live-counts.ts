import { type IntakeCounts, noCounts } from './intake.ts';

/** What a live run counted since it started. */
export interface LiveCounts {
  /** By what the user named, each made when first asked for. */
  of(source: string): SourceCounts;
  readonly sources: ReadonlyMap<string, SourceCounts>;
  /** How often an input could not be read. */
  failures: number;
  /** Rejects that could not be written to the dead-letter file. */
  unkept: number;
  /** Notes how a save went, and tells when saving begins to fail or works again. */
  saved(reason: string | undefined, tell: (what: string, reason: string | undefined) => void): void;
  readonly saves: { readonly done: number; readonly failed: number };
}

/** What became of the logs that go by one name. */
export interface SourceCounts extends IntakeCounts {
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
  const sources = new Map<string, SourceCounts>();
  const saves = { done: 0, failed: 0 };
  let failing = false;
  return {
    sources,
    failures: 0,
    unkept: 0,
    saves,
    of(source) {
      const known = sources.get(source);
      if (known !== undefined) return known;
      const counts = createSourceCounts();
      sources.set(source, counts);
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

function createSourceCounts(): SourceCounts {
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
