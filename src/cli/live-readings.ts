import type { LiveReadings } from '../metrics/live-metrics.ts';
import { systemClock } from '../sinks/index.ts';
import type { LiveParts } from './live-parts.ts';
import type { Reloads } from './reload.ts';

/** What metrics are read from. */
export function readingsOf(
  { live, source, outbox }: LiveParts,
  reloads: Reloads,
  sourceOf: LiveReadings['sourceOf'],
): LiveReadings {
  return {
    counts: live.counts,
    engine: live.engine.counts,
    rules: reloads.rules,
    reloads: { done: reloads.done, failed: reloads.failed },
    sinks: outbox.counts,
    lag: source.lag(),
    now: systemClock.now(),
    sourceOf,
  };
}
