import type { Alert, Reject, Source } from '../types.ts';
import { createDedupe } from './dedupe.ts';
import type { Engine } from './engine.ts';
import { type Intake, takeAll } from './intake.ts';
import { readInOrder } from './merge.ts';
import type { Batch, ReadOptions } from './reading/batch.ts';
import { countAlert, countBounds, createTotals, type Totals } from './totals.ts';

/** What a run needs; everything that can fail to start has started. */
export interface Analysis extends Intake {
  readonly sources: readonly Source[];
  readonly engine: Engine;
  readonly maxRecordBytes: number;
  /** How inputs are read beside that. */
  readonly reading?: Pick<ReadOptions, 'scanner' | 'threads' | 'segmentBytes'>;
  deliver(alerts: readonly Alert[]): Promise<void>;
  bury(rejects: readonly Reject[]): Promise<void>;
  /** An input, or the rest of one, could not be read. */
  complain(origin: string, reason: string): void;
  /** After every batch; `read` is the bytes on disk so far. */
  progress(totals: Totals, read: number): void;
  readonly signal?: AbortSignal;
}

/**
 * The loop: batches of records in event-time order in, alerts out, everything counted. Rejects when a
 * sink or the dead-letter file does; input never makes it reject.
 */
export async function analyze(run: Analysis): Promise<Totals> {
  const totals = createTotals();
  const delivered = createDelivery(run, totals);
  const { maxRecordBytes, reading, signal } = run;
  let read = 0;
  for await (const batch of readInOrder(run.sources, { ...reading, maxRecordBytes, signal })) {
    read += batch.read;
    await run.bury(takeBatch(batch, run, totals));
    await delivered(run.engine.drain());
    run.progress(totals, read);
    if (signal?.aborted) break;
  }
  await delivered(run.engine.finish());
  countBounds(totals, run.engine.counts);
  run.progress(totals, read);
  return totals;
}

function takeBatch(batch: Batch, run: Analysis, totals: Totals): Reject[] {
  totals.bytes += batch.bytes;
  for (const { origin, reason } of batch.failures) {
    totals.failures++;
    run.complain(origin, reason);
  }
  return takeAll(batch.found, run, totals);
}

/** How many alert ids are remembered to tell an update from a new alert. */
const KNOWN_ALERTS = 100_000;

/** Delivers alerts and counts each id once, however often its count grew. */
function createDelivery(
  run: Analysis,
  totals: Totals,
): (alerts: readonly Alert[]) => Promise<void> {
  const known = createDedupe(KNOWN_ALERTS);
  return async (alerts) => {
    if (alerts.length === 0) return;
    await run.deliver(alerts);
    for (const alert of alerts) {
      if (known.seen(alert.id)) totals.updates++;
      else countAlert(totals, alert);
    }
  };
}
