import type { EngineCounts } from '../pipeline/engine.ts';
import type { LaneCounts } from '../pipeline/lane.ts';
import type { LiveCounts, SourceCounts } from '../pipeline/live-counts.ts';
import type { Micros } from '../types.ts';
import { labelled, type Metric, plain } from './metric.ts';

/** What a live run knows of itself. */
export interface LiveReadings {
  readonly counts: LiveCounts;
  readonly engine: EngineCounts;
  /** How many rules may raise alerts. */
  readonly rules: number;
  readonly reloads: { readonly done: number; readonly failed: number };
  readonly sinks: readonly LaneCounts[];
  /** How far each log is behind, by its path. */
  readonly lag: readonly {
    readonly log: string;
    readonly bytes: number;
    readonly latest: Micros;
  }[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What a log is called: what the user named, never a path with a pod's name in it. */
  sourceOf(log: string): string;
}

type Live = Metric<LiveReadings>;

/** Metrics of every live run. */
export const LIVE_METRICS: readonly Live[] = [
  perSource('satrap_source_bytes_total', 'Bytes read, decompressed', (log) => log.bytes),
  perSource(
    'satrap_source_records_total',
    'Records found: events, duplicates and rejects together',
    (log) => log.records,
  ),
  perSource('satrap_source_events_total', 'Events evaluated', (log) => log.events),
  perSource(
    'satrap_source_partial_events_total',
    'Events that were cut short and evaluated as far as they could be read',
    (log) => log.partial,
  ),
  perSource(
    'satrap_source_duplicates_total',
    'Events that had come before',
    (log) => log.duplicates,
  ),
  perSource(
    'satrap_source_late_total',
    'Events that came too late to count in their place in correlations',
    (log) => log.late,
  ),
  {
    name: 'satrap_source_rejects_total',
    type: 'counter',
    help: 'Records that are no audit event, kept in the dead-letter file',
    labels: ['source', 'reason'],
    read: rejects,
  },
  plain(
    'satrap_rejects_unkept_total',
    'counter',
    'Rejects that could not be written to the dead-letter file',
    ({ counts }) => counts.unkept,
  ),
  labelled(
    'satrap_source_lag_bytes',
    'gauge',
    'Bytes that are on disk and not read yet',
    'source',
    ({ lag, sourceOf }) => summed(lag.map(({ log, bytes }) => [sourceOf(log), bytes])),
  ),
  labelled(
    'satrap_source_lag_seconds',
    'gauge',
    'How long ago the newest event that was read happened',
    'source',
    lagSeconds,
  ),
  plain(
    'satrap_source_failures_total',
    'counter',
    'How often an input could not be read',
    ({ counts }) => counts.failures,
  ),
  labelled(
    'satrap_rule_matches_total',
    'counter',
    'How often a rule held',
    'rule',
    ({ engine }) => engine.matches,
  ),
  labelled(
    'satrap_rule_alerts_total',
    'counter',
    'Alerts of a rule; repeats of one cause within an hour are one',
    'rule',
    ({ engine }) => engine.alerts,
  ),
  labelled(
    'satrap_rule_errors_total',
    'counter',
    'How often a rule failed instead of answering: a bug, to be reported',
    'rule',
    ({ engine }) => engine.errors,
  ),
  plain('satrap_rules', 'gauge', 'Rules that may raise alerts', ({ rules }) => rules),
  labelled(
    'satrap_rule_reloads_total',
    'counter',
    'How often the rules were read anew, by result',
    'result',
    ({ reloads }) => Object.entries(reloads),
  ),
  plain(
    'satrap_correlation_forced_total',
    'counter',
    'Events counted in correlations before those before them had come, for want of room',
    ({ engine }) => engine.forced,
  ),
  plain(
    'satrap_evicted_total',
    'counter',
    'Keys and windows of rules, and open alerts, given up for want of room',
    ({ engine }) => engine.evicted,
  ),
  perSink('satrap_sink_delivered_total', 'counter', 'Alerts delivered', (lane) => lane.delivered),
  perSink(
    'satrap_sink_retries_total',
    'counter',
    'Deliveries that failed and are tried again',
    (lane) => lane.failed,
  ),
  perSink('satrap_sink_waiting', 'gauge', 'Alerts that wait', (lane) => lane.waiting),
  perSink(
    'satrap_sink_evicted_total',
    'counter',
    'Alerts given up because too many waited, the mildest first',
    (lane) => lane.evicted,
  ),
  perSink(
    'satrap_sink_oldest_waiting_seconds',
    'gauge',
    'How long the alert waits that came first; 0 when none waits',
    ({ oldest }, now) => (oldest === undefined ? 0 : (now - oldest) / 1000),
  ),
  labelled(
    'satrap_state_saves_total',
    'counter',
    'How often the state was written, by result',
    'result',
    ({ counts }) => Object.entries(counts.saves),
  ),
];

function perSource(name: string, help: string, read: (log: SourceCounts) => number): Live {
  return labelled(name, 'counter', help, 'source', ({ counts }) =>
    Array.from(counts.sources, ([source, one]) => [source, read(one)] as const),
  );
}

function perSink(
  name: string,
  type: Live['type'],
  help: string,
  read: (lane: LaneCounts, now: number) => number,
): Live {
  return labelled(name, type, help, 'sink', ({ sinks, now }) =>
    summed(sinks.map((lane) => [lane.sink, read(lane, now)])),
  );
}

/** Several logs may go by one name. */
function summed(pairs: readonly (readonly [string, number])[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [key, value] of pairs) sums.set(key, (sums.get(key) ?? 0) + value);
  return sums;
}

function rejects({ counts }: LiveReadings) {
  return Array.from(counts.sources).flatMap(([source, { rejectsByReason }]) =>
    Array.from(rejectsByReason, ([reason, value]) => ({ labels: { source, reason }, value })),
  );
}

/** Of several logs by one name, the one that is furthest behind. */
function lagSeconds({ lag, now, sourceOf }: LiveReadings): Map<string, number> {
  const worst = new Map<string, number>();
  for (const { log, latest } of lag) {
    if (latest === 0) continue;
    const name = sourceOf(log);
    const seconds = Math.max(0, now / 1000 - latest / 1_000_000);
    worst.set(name, Math.max(worst.get(name) ?? 0, seconds));
  }
  return worst;
}
