import { describe, expect, it } from 'vitest';
import { LIVE_METRICS, type LiveReadings } from '../../src/metrics/live-metrics.ts';
import { createExposition } from '../../src/metrics/registry.ts';
import { createLiveCounts } from '../../src/pipeline/live-counts.ts';

const NOW = Date.parse('2026-11-20T10:00:00Z');

function readings(changes: Partial<LiveReadings> = {}): LiveReadings {
  const none = new Map<string, number>();
  return {
    counts: createLiveCounts(),
    engine: { late: 0, forced: 0, evicted: 0, matches: none, alerts: none, errors: none },
    rules: 8,
    reloads: { done: 0, failed: 0 },
    sinks: [],
    lag: [],
    now: NOW,
    sourceOf: () => 'audit',
    ...changes,
  };
}

/** `{source="a"} 1`, one a line. */
function samplesOf(name: string, from: LiveReadings): string[] {
  const metric = LIVE_METRICS.find((one) => one.name === name);
  return (metric?.read(from) ?? []).map(
    ({ labels, value }) => `${Object.values(labels ?? {}).join(' ')} ${value}`,
  );
}

describe('live metrics', () => {
  it('add up for the logs that go by one name', async () => {
    const counts = createLiveCounts();
    for (let log = 0; log < 2; log++) {
      counts.of('audit').events += 2;
      counts.of('audit').bump('not JSON');
      counts.of('audit').bump('a Kubernetes object that is no audit event: "v1" "Pod"');
    }
    const exposition = createExposition('1');
    exposition.add(LIVE_METRICS, () => readings({ counts }));
    const text = await exposition.text();
    expect(text).toContain('satrap_source_events_total{source="audit"} 4\n');
    const rejects = text.match(/^satrap_source_rejects_total.*$/gm);
    expect(rejects).toEqual([
      'satrap_source_rejects_total{source="audit",reason="not JSON"} 2',
      'satrap_source_rejects_total{source="audit",reason="a Kubernetes object that is no audit event"} 2',
    ]);
  });

  it('tell the lag of the log that is furthest behind', () => {
    const at = (text: string) => Date.parse(text) * 1000;
    const from = readings({
      lag: [
        { log: 'a', bytes: 5, latest: at('2026-11-20T09:59:50Z') },
        { log: 'b', bytes: 7, latest: at('2026-11-20T09:58:00Z') },
        { log: 'never read', bytes: 1, latest: 0 },
      ],
    });
    expect(samplesOf('satrap_source_lag_seconds', from)).toEqual(['audit 120']);
    expect(samplesOf('satrap_source_lag_bytes', from)).toEqual(['audit 13']);
  });

  it('tell how long an alert has waited', () => {
    const lane = { sink: 'slack', delivered: 3, failed: 2, evicted: 1, waiting: 4 };
    const from = readings({ sinks: [{ ...lane, oldest: NOW - 90_000 }] });
    expect(samplesOf('satrap_sink_oldest_waiting_seconds', from)).toEqual(['slack 90']);
    expect(samplesOf('satrap_sink_retries_total', from)).toEqual(['slack 2']);
    const idle = readings({ sinks: [{ ...lane, waiting: 0, oldest: undefined }] });
    expect(samplesOf('satrap_sink_oldest_waiting_seconds', idle)).toEqual(['slack 0']);
  });
});

describe('rejects by reason', () => {
  it('stay few, whatever the input says', () => {
    const counts = createLiveCounts().of('a');
    for (let i = 0; i < 100; i++) counts.bump(`reason ${i}: "${i}"`);
    expect(counts.rejectsByReason.size).toBe(21);
    expect(counts.rejectsByReason.get('other')).toBe(80);
  });
});
