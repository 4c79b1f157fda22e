import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateSpike } from '../../src/detectors/sa-request-rate-spike.ts';
import { createEngine, type Engine } from '../../src/pipeline/engine.ts';
import { createBaselines } from '../../src/sigma/baseline/index.ts';
import { createCorrelations } from '../../src/sigma/correlation/index.ts';
import type { BaselineRule, CorrelationRule, DetectionRule } from '../../src/sigma/rule-set.ts';
import { createCheckpoint } from '../../src/state/checkpoint.ts';
import type { Store } from '../../src/state/store.ts';
import type { Alert, AuditRecord, Detector } from '../../src/types.ts';
import { baseline, ROOM } from '../sigma/baseline/builder.ts';
import { basesOf, correlation, onVerb } from '../sigma/correlation/builder.ts';
import { memoryStore } from '../state/memory-store.ts';
import { MINUTE, record, SECOND, TEN } from './fixtures.ts';

/** One of every type, and one that is fed by another. */
function correlationsOfEveryType(): CorrelationRule[] {
  const [get, list, watch] = [onVerb('get'), onVerb('list'), onVerb('watch')];
  const by = { groupBy: ['user.username'], seconds: 20 };
  const code = { fields: ['responseStatus.code'] };
  const many = correlation('event_count', { rules: [get], name: 'a1', bounds: { gte: 3 }, ...by });
  return [
    many,
    correlation('value_count', {
      rules: [list],
      name: 'a2',
      bounds: { gte: 2 },
      fields: ['objectRef.name'],
      ...by,
    }),
    correlation('temporal', { rules: [get, list, watch], name: 'a3', ...by }),
    correlation('temporal_ordered', { rules: [get, list, watch], name: 'a4', ...by }),
    correlation('value_sum', { rules: [get], name: 'a5', bounds: { gte: 900 }, ...code, ...by }),
    correlation('value_avg', { rules: [list], name: 'a6', bounds: { gt: 250 }, ...code, ...by }),
    correlation('value_percentile', {
      rules: [get, list],
      name: 'a7',
      bounds: { gt: 60 },
      ...code,
      ...by,
    }),
    correlation('value_percentile', {
      rules: [watch],
      name: 'a8',
      bounds: { gt: 300 },
      percentile: 50,
      ...code,
      ...by,
    }),
    correlation('event_count', { rules: [many], name: 'a9', bounds: { gte: 2 }, seconds: 60 }),
  ];
}

/** For users, and for all; of events that correlations are about as well. */
function baselinesOf([get, list]: readonly DetectionRule[]): BaselineRule[] {
  const rules = [get, list].filter((rule) => rule !== undefined);
  const fields = ['objectRef.name', 'responseStatus.code'];
  return [
    baseline({ name: 'b1', rules, fields, learning: 30, expiry: 64 }),
    baseline({ name: 'b2', rules, fields, groupBy: [], learning: 5, expiry: 320 }),
  ];
}

function newEngine(windowEntries: number): Engine {
  const correlations = correlationsOfEveryType();
  const bases = [...basesOf(correlations)];
  const baselines = baselinesOf(bases);
  const few = { entries: 12, perGroup: 4 };
  const detectors = [
    createCorrelations({ correlations }, { windowEntries }),
    createBaselines({ baselines }, windowEntries === 300 ? few : ROOM),
    createRateSpike({ learning: 2 * MINUTE, factor: 2, floor: 3, accounts: 3 }),
  ] as Detector[];
  return createEngine({
    rules: { detections: bases, correlations, baselines },
    detectors,
    lateness: 15 * SECOND,
    pending: 1000,
    fold: 2 * MINUTE,
    raises: ({ name }) => name !== 'on_list',
  });
}

const event = fc.record({
  step: fc.integer({ min: -10, max: 40 }),
  user: fc.constantFrom('a', 'b', 'c', 'd'),
  verb: fc.constantFrom('get', 'list', 'watch', 'get list'),
  name: fc.constantFrom('x', 'y', 'z'),
  code: fc.constantFrom(200, 200, 403, 500),
});

/** Steps are seconds from one event to the next: some come late. */
const events = fc.array(event, { minLength: 1, maxLength: 60 }).map((all) => {
  let time = TEN;
  return all.map(({ step, user, verb, name, code }, index) => {
    time += step * SECOND;
    return record(time + index, {
      verb,
      user: { username: `system:serviceaccount:prod:${user}` },
      objectRef: { resource: 'secrets', namespace: 'prod', name },
      responseStatus: { code },
    });
  });
});

function straight(records: readonly AuditRecord[], windowEntries: number): Alert[] {
  const engine = newEngine(windowEntries);
  const alerts: Alert[] = [];
  for (const one of records) {
    engine.inspect([one]);
    alerts.push(...engine.drain());
  }
  return [...alerts, ...engine.finish()];
}

/** The same, with the engine thrown away and made anew from what it stored after each of some records. */
function restarted(
  records: readonly AuditRecord[],
  restarts: ReadonlySet<number>,
  windowEntries: number,
): Alert[] {
  const store: Store = memoryStore();
  const start = () => {
    const engine = newEngine(windowEntries);
    const checkpoint = createCheckpoint(store);
    checkpoint.adopt(engine.memories);
    return { engine, checkpoint };
  };
  let { engine, checkpoint } = start();
  const alerts: Alert[] = [];
  for (const [index, one] of records.entries()) {
    engine.inspect([one]);
    alerts.push(...engine.drain());
    if (index % 3 === 0) checkpoint.save();
    if (!restarts.has(index)) continue;
    expect(checkpoint.save()).toBeUndefined();
    ({ engine, checkpoint } = start());
  }
  return [...alerts, ...engine.finish()];
}

function getAt(second: number, index: number): AuditRecord {
  return record(TEN + second * SECOND + index, {
    verb: 'get',
    user: { username: 'system:serviceaccount:prod:a' },
  });
}

describe('engine, restarted', () => {
  it('gives the alerts that it would have given without the restarts', () => {
    fc.assert(
      fc.property(
        events,
        fc.uniqueArray(fc.nat(59)),
        fc.constantFrom(1_000_000, 300),
        (records, at, windowEntries) => {
          const expected = straight(records, windowEntries);
          expect(restarted(records, new Set(at), windowEntries)).toEqual(expected);
        },
      ),
      {
        numRuns: 300,
        // The stretch that the late ones are of was over before the restart.
        examples: [[[15, 9, -1, -1].map(getAt), [1], 1_000_000]],
      },
    );
  });
});
