import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine, type EngineOptions } from '../../src/pipeline/engine.ts';
import { fieldPath } from '../../src/record/field-path.ts';
import type { Alert, AuditRecord, Detector } from '../../src/types.ts';
import { detection, HOUR, info, MINUTE, record, SECOND, TEN } from './fixtures.ts';

const secrets = detection(
  'lists_secrets',
  (one) => one.field(fieldPath('objectRef.resource')) === 'secrets',
);

/** Alerts on every third sighting: what it says depends on their order. */
function everyThird(): Detector {
  let seen = 0;
  const rule = info('every_third');
  return {
    rules: [rule],
    evicted: 0,
    take: () => null,
    observe: (_, { time }) => {
      seen++;
      if (seen % 3 !== 0) return [];
      return [
        { rule, time, key: [time], count: 3, firstSeen: time, lastSeen: time, witnesses: [] },
      ];
    },
    durable: {
      name: 'every_third',
      pack: () => null,
      unpack: () => null,
      memories: [],
    },
  };
}

function run(records: readonly AuditRecord[], changes: Partial<EngineOptions> = {}): Alert[] {
  const engine = createEngine({
    rules: { detections: [secrets], correlations: [], baselines: [] },
    detectors: [everyThird()],
    lateness: MINUTE,
    pending: 1000,
    fold: HOUR,
    raises: () => true,
    ...changes,
  });
  const alerts: Alert[] = [];
  for (const one of records) {
    engine.inspect([one]);
    alerts.push(...engine.drain());
  }
  return [...alerts, ...engine.finish()];
}

describe('engine', () => {
  it('gives the same alerts for events in any order within the allowed lateness', () => {
    const records = Array.from({ length: 20 }, (_, i) => record(TEN + i * SECOND));
    const ids = (alerts: readonly Alert[]) =>
      alerts.map((alert) => `${alert.id} ${alert.count}`).sort();
    const expected = ids(run(records));
    expect(expected).toHaveLength(7);
    fc.assert(
      fc.property(fc.shuffledSubarray(records, { minLength: 20, maxLength: 20 }), (shuffled) => {
        expect(ids(run(shuffled))).toEqual(expected);
      }),
    );
  });

  it('delivers while it runs, once nothing can change an alert any more', () => {
    const engine = createEngine({
      rules: { detections: [secrets], correlations: [], baselines: [] },
      detectors: [],
      lateness: MINUTE,
      pending: 10,
      fold: HOUR,
      raises: () => true,
    });
    engine.inspect([record(TEN)]);
    expect(engine.drain()).toEqual([]);
    engine.inspect([record(TEN + HOUR + 2 * MINUTE)]);
    engine.inspect([record(TEN + HOUR + 2 * MINUTE + SECOND)]);
    expect(engine.drain()).toHaveLength(1);
    expect(engine.finish()).toHaveLength(1);
  });

  it('raises nothing for rules that are off, and still feeds detectors', () => {
    const records = Array.from({ length: 3 }, (_, i) => record(TEN + i * SECOND));
    const alerts = run(records, { raises: (rule) => rule.name === 'every_third' });
    expect(alerts.map((alert) => alert.rule.name)).toEqual(['every_third']);
  });

  it('counts what came too late and what there was no room for', () => {
    const engine = createEngine({
      rules: { detections: [], correlations: [], baselines: [] },
      detectors: [everyThird()],
      lateness: MINUTE,
      pending: 5,
      fold: HOUR,
      raises: () => true,
    });
    for (let i = 0; i < 10; i++) engine.inspect([record(TEN + i)]);
    engine.inspect([record(TEN + HOUR)]);
    engine.inspect([record(TEN)]);
    expect(engine.counts).toMatchObject({ late: 1, forced: 5, evicted: 0 });
  });
});
