import { describe, expect, it } from 'vitest';
import { createDedupe } from '../../src/pipeline/dedupe.ts';
import { createEngine } from '../../src/pipeline/engine.ts';
import { createLiveCounts } from '../../src/pipeline/live-counts.ts';
import { createLiveReader } from '../../src/pipeline/live-reader.ts';
import { createOutbox } from '../../src/pipeline/outbox.ts';
import type { LiveBlock } from '../../src/types.ts';
import { manualClock } from './alerts.ts';
import { HOUR, record, SECOND, TEN } from './fixtures.ts';

function readerOf() {
  const settled: (readonly [string, number, number])[] = [];
  const engine = createEngine({
    rules: { detections: [], correlations: [], baselines: [] },
    detectors: [],
    lateness: SECOND,
    pending: 10,
    fold: HOUR,
    raises: () => true,
  });
  const counts = createLiveCounts();
  const complaints: string[] = [];
  const reader = createLiveReader({
    source: {
      owner: 'files',
      settle: (file, offset, time) => settled.push([file, offset, time]),
      changes: () => [],
      restore() {},
      async *open() {},
    },
    dedupe: createDedupe(100),
    outbox: createOutbox({ sinks: [], capacity: 1, clock: manualClock(), told() {}, forgot() {} }),
    counts,
    maxRecordBytes: 10_000,
    sourceOf: (log) => log,
    complain: (what, reason) => complaints.push(`${what}: ${reason}`),
  });
  const push = (file: string, offset: number, text: string, time = 0) =>
    reader.take(
      { kind: 'bytes', file, log: 'l', origin: 'l', offset, time, bytes: Buffer.from(text) },
      engine,
    );
  const take = (block: LiveBlock) => reader.take(block, engine);
  return { push, take, settled, counts, complaints };
}

const text = (seconds: number) => JSON.stringify(record(TEN + seconds * SECOND).event);

describe('live reader', () => {
  it('settles behind whole records, and at the very end when a file has ended', () => {
    const { push, take, settled } = readerOf();
    const first = `${text(0)}\n`;
    push('f', 0, first + text(1).slice(0, 50));
    expect(settled).toEqual([['f', first.length - 1, TEN]]);
    push('f', first.length + 50, `${text(1).slice(50)}\n`);
    take({ kind: 'end', file: 'f' });
    expect(settled.at(-1)).toEqual(['f', first.length + text(1).length + 1, TEN + SECOND]);
  });

  it('reads files side by side, each with its own half line', () => {
    const { push, counts } = readerOf();
    push('f', 0, text(0).slice(0, 40));
    push('g', 0, `${text(1)}\n`);
    push('f', 40, `${text(0).slice(40)}\n`);
    expect(counts.of('l')).toMatchObject({ records: 2, events: 2, rejects: 0 });
  });

  it('goes on where a file goes on whose tail was cut, and counts what was torn', () => {
    const { push, counts, settled } = readerOf();
    push('f', 0, `${text(0)}\n{"torn":`);
    const cut = text(0).length + 1;
    const rejects = push('f', cut, text(1).slice(0, 50));
    expect(settled.at(-1)).toEqual(['f', cut, 0]);
    push('f', cut + 50, `${text(1).slice(50)}\n`);
    expect(rejects).toHaveLength(1);
    expect(counts.of('l')).toMatchObject({ records: 3, events: 2, rejects: 1 });
  });

  it('takes up a file again that had ended', () => {
    const { push, take, counts } = readerOf();
    const first = `${text(0)}\n`;
    push('f', 0, first);
    take({ kind: 'end', file: 'f' });
    push('f', first.length, `${text(1)}\n`);
    expect(counts.of('l')).toMatchObject({ events: 2, rejects: 0 });
  });

  it('gives a record that was cut before its time that of the one before, after a restart too', () => {
    const { push, settled } = readerOf();
    const cut = `${text(1).slice(0, text(1).indexOf('"stageTimestamp"'))}\n`;
    push('f', 0, `${text(0)}\n${cut}${text(2)}\n`);
    expect(settled.at(-1)?.[2]).toBe(TEN + 2 * SECOND);
    const again = readerOf();
    again.push('f', text(0).length + 1, cut + cut, TEN);
    expect(again.settled.at(-1)?.[2]).toBe(TEN);
  });

  it('counts and tells what can not be read', () => {
    const { take, counts, complaints } = readerOf();
    take({ kind: 'failure', origin: 'audit.log', reason: 'permission denied' });
    expect(counts.failures).toBe(1);
    expect(complaints).toEqual(['audit.log: permission denied']);
  });
});
