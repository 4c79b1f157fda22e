import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDedupe } from '../../src/pipeline/dedupe.ts';
import { createEngine } from '../../src/pipeline/engine.ts';
import { createLive } from '../../src/pipeline/live.ts';
import { createOutbox } from '../../src/pipeline/outbox.ts';
import { fieldPath } from '../../src/record/field-path.ts';
import { createCorrelations } from '../../src/sigma/correlation/index.ts';
import { createCheckpoint } from '../../src/state/checkpoint.ts';
import type { Store } from '../../src/state/store.ts';
import type { Alert, AuditRecord, Detector, Reject } from '../../src/types.ts';
import { correlation } from '../sigma/correlation/builder.ts';
import { memoryStore } from '../state/memory-store.ts';
import { manualClock } from './alerts.ts';
import { detection, HOUR, record, SECOND, TEN } from './fixtures.ts';
import { growingFile } from './growing-file.ts';

const reads = detection('reads', (one) => one.field(fieldPath('verb')) === 'get');
const burst = correlation('event_count', {
  rules: [reads],
  name: 'burst',
  groupBy: ['user.username'],
  seconds: 20,
  bounds: { gte: 3 },
});

function engineOf(rules = [burst]) {
  const set = { detections: [reads], correlations: rules, baselines: [] };
  const limits = { windowEntries: 10_000 };
  return createEngine({
    rules: set,
    detectors: [createCorrelations(set, limits)] as Detector[],
    lateness: 5 * SECOND,
    pending: 1000,
    fold: HOUR,
    raises: () => true,
    prompt: true,
  });
}

/** A process: everything in it is gone when it is dropped, but what is in the store. */
function start(store: Store, bytes: Buffer, blockBytes = 4096) {
  const got: Alert[] = [];
  const buried: Reject[] = [];
  const complaints: string[] = [];
  const source = growingFile(bytes, blockBytes);
  const stop = new AbortController();
  const sink = {
    name: 'test',
    write: async (alerts: readonly Alert[]) => void got.push(...alerts),
    async close() {},
  };
  const outbox = createOutbox({
    sinks: [sink],
    capacity: 100,
    clock: manualClock(),
    told() {},
    forgot() {},
  });
  const dedupe = createDedupe(1000);
  const engine = engineOf();
  const checkpoint = createCheckpoint(store);
  checkpoint.adopt([source, outbox.memory, dedupe.memory, ...engine.memories]);
  const live = createLive({
    source,
    engine,
    dedupe,
    outbox,
    checkpoint,
    maxRecordBytes: 100_000,
    sourceOf: () => 'audit.log',
    bury: async (rejects) => void buried.push(...rejects),
    complain: (what, reason) => complaints.push(`${what}: ${reason}`),
    signal: stop.signal,
  });
  return { live, source, checkpoint, stop, got, buried, complaints };
}

const line = (one: AuditRecord) => `${JSON.stringify(one.event)}\n`;
const highest = (alerts: readonly Alert[]) => {
  const counts: Record<string, number> = {};
  for (const { id, count } of alerts) counts[id] = Math.max(counts[id] ?? 0, count);
  return counts;
};

function log(length: number): string {
  return Array.from({ length }, (_, i) =>
    line(
      record(TEN + i * 4 * SECOND, {
        verb: i % 5 === 4 ? 'list' : 'get',
        user: { username: `u${i % 2}` },
      }),
    ),
  ).join('');
}

describe('live', () => {
  it('gives every alert, with its full count, however often it is killed', async () => {
    const text = `${log(20)}no json at all\n${log(10)}`;
    const bytes = Buffer.from(text);
    const whole = start(memoryStore(), bytes);
    whole.source.stopAtEnd(whole.stop);
    await whole.live.run();
    const expected = highest(whole.got);
    expect(Object.keys(expected).length).toBeGreaterThan(3);

    const killings = fc.array(
      fc.record({ blocks: fc.integer({ min: 0, max: 12 }), save: fc.integer({ min: 0, max: 12 }) }),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(killings, fc.integer({ min: 50, max: 3000 }), async (kills, blockBytes) => {
        const store = memoryStore();
        const got: Alert[] = [];
        for (const { blocks, save } of kills) {
          const process = start(store, bytes, blockBytes);
          process.source.hangAfter(blocks, (read) => {
            if (read === save) process.checkpoint.save();
          });
          void process.live.run();
          await process.source.hung;
          got.push(...process.got);
        }
        const last = start(store, bytes, blockBytes);
        last.source.stopAtEnd(last.stop);
        await last.live.run();
        got.push(...last.got);
        expect(highest(got)).toEqual(expected);
        expect(store.load('outbox')).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('counts records, keeps rejects with their place in the file, and settles behind them', async () => {
    const text = `${log(2)}{"no":"event"}\n${log(3)}{"kind":"Ev`;
    const run = start(memoryStore(), Buffer.from(text), 300);
    run.source.stopAtEnd(run.stop);
    await run.live.run();
    const counts = run.live.counts.sources.get('audit.log');
    expect(counts).toMatchObject({ records: 6, events: 3, duplicates: 2, rejects: 1 });
    expect([...(counts?.rejectsByReason ?? [])]).toEqual([
      ['a JSON object that is no audit event', 1],
    ]);
    expect(run.buried).toMatchObject([{ offset: Buffer.byteLength(log(2)), length: 14 }]);
    expect(run.source.settled).toBe(text.lastIndexOf('\n'));
  });

  it('says once that the state can not be written, and once that it can again', () => {
    const store = memoryStore();
    const run = start(store, Buffer.from(log(1)));
    const tell = (what: string, reason: string | undefined) =>
      run.complaints.push(`${what}: ${reason}`);
    for (const reason of ['full', 'full', undefined, undefined])
      run.live.counts.saved(reason, tell);
    expect(run.complaints).toEqual(['state: full', 'state: undefined']);
    expect(run.live.counts.saves).toEqual({ done: 2, failed: 2 });
  });

  it('goes on when satrap itself fails on an event, and keeps the event', async () => {
    const failing = detection('fails', () => false);
    const run = start(memoryStore(), Buffer.from(log(3)));
    const engine = engineOf();
    const broken = {
      ...engine,
      get counts() {
        return engine.counts;
      },
      inspect() {
        throw new Error(`in ${failing.info.name}`);
      },
    };
    expect(run.live.replace(broken)).toBeUndefined();
    run.source.stopAtEnd(run.stop);
    await run.live.run();
    expect(run.buried).toHaveLength(3);
    expect(run.buried[0]?.reason).toMatch(/satrap failed on this event.*in fails/);
  });

  it('keeps the windows of rules that stay when the rules are replaced', async () => {
    const text = log(4);
    const run = start(memoryStore(), Buffer.from(text), 10);
    // Two events of each user are in the windows: the third makes a burst.
    run.source.hangAfter(Math.floor(text.length / 10) - 2, () => {});
    const running = run.live.run();
    await run.source.hung;
    const other = correlation('event_count', { rules: [reads], name: 'b', bounds: { gte: 99 } });
    expect(run.live.replace(engineOf([burst, other]))).toBeUndefined();
    run.source.append(Buffer.from(log(8).slice(text.length) + line(record(TEN + HOUR))));
    run.source.stopAtEnd(run.stop);
    run.source.goOn();
    await running;
    expect(run.got.some((alert) => alert.rule.name === 'burst')).toBe(true);
  });
});
