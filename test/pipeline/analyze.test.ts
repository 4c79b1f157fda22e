import { describe, expect, it } from 'vitest';
import { type Analysis, analyze } from '../../src/pipeline/analyze.ts';
import { createDedupe } from '../../src/pipeline/dedupe.ts';
import { createEngine } from '../../src/pipeline/engine.ts';
import type { Alert, Block, Reject, Source } from '../../src/types.ts';
import { detection, HOUR, MINUTE, record, TEN } from './fixtures.ts';

function source(name: string, text: string, end: Block[] = []): Source {
  return {
    name,
    size: text.length,
    async *open() {
      yield { kind: 'bytes', origin: name, bytes: Buffer.from(text), read: text.length };
      yield* end;
      yield { kind: 'end', origin: name };
    },
  };
}

const line = (time: number) => `${JSON.stringify(record(time).event)}\n`;

async function run(sources: readonly Source[], changes: Partial<Analysis> = {}) {
  const alerts: Alert[] = [];
  const rejects: Reject[] = [];
  const complaints: string[] = [];
  const totals = await analyze({
    sources,
    engine: createEngine({
      rules: {
        detections: [detection('every_event', () => true)],
        correlations: [],
        baselines: [],
      },
      detectors: [],
      lateness: MINUTE,
      pending: 10,
      fold: HOUR,
      raises: () => true,
    }),
    dedupe: createDedupe(100),
    maxRecordBytes: 100_000,
    range: { since: -Infinity, until: Infinity },
    deliver: async (some) => void alerts.push(...some),
    bury: async (some) => void rejects.push(...some),
    complain: (origin, reason) => complaints.push(`${origin}: ${reason}`),
    progress() {},
    ...changes,
  });
  return { totals, alerts, rejects, complaints };
}

describe('analyze', () => {
  it('counts every record as event, duplicate or reject', async () => {
    const { totals, rejects } = await run([
      source('a', `${line(TEN)}${line(TEN)}nothing\n${line(TEN + 1)}`),
    ]);
    expect(totals).toMatchObject({ records: 4, events: 2, duplicates: 1, rejects: 1, alerts: 1 });
    expect(rejects[0]).toMatchObject({ origin: 'a', text: 'nothing' });
  });

  it('counts an alert that comes again as an update', async () => {
    const bytes = Buffer.from(line(TEN + 1));
    const late: Block = { kind: 'bytes', origin: 'a', bytes, read: bytes.length };
    const { totals, alerts } = await run([
      source('a', line(TEN) + line(TEN + 3 * HOUR) + line(TEN + 3 * HOUR + 1), [late]),
    ]);
    expect([totals.alerts, totals.updates]).toEqual([2, 1]);
    expect(alerts.map((alert) => alert.count)).toEqual([1, 2, 2]);
    expect(alerts[1]?.id).toBe(alerts[0]?.id);
  });

  it('tells of an input that breaks off, and counts it', async () => {
    const broken = source('a', line(TEN), [
      { kind: 'failure', origin: 'a', reason: 'disk on fire' },
    ]);
    const { totals, complaints } = await run([broken, source('b', line(TEN + 1))]);
    expect(complaints).toEqual(['a: disk on fire']);
    expect(totals).toMatchObject({ events: 2, failures: 1 });
  });

  it('rejects when the alerts can’t be delivered or the rejects not kept', async () => {
    const fail = () => Promise.reject(new Error('no room'));
    await expect(run([source('a', line(TEN))], { deliver: fail })).rejects.toThrow('no room');
    await expect(run([source('a', 'nothing\n')], { bury: fail })).rejects.toThrow('no room');
  });

  it('ends with what it has when it is told to stop', async () => {
    const controller = new AbortController();
    const { totals, alerts } = await run([source('a', line(TEN)), source('b', line(TEN + HOUR))], {
      signal: controller.signal,
      progress: () => controller.abort(),
    });
    expect(totals.events).toBeLessThanOrEqual(2);
    expect(alerts).toHaveLength(totals.alerts);
  });
});
