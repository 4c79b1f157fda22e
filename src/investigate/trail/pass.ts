import { observing } from '../../accounts/observer.ts';
import { analyze } from '../../pipeline/analyze.ts';
import { createDedupe } from '../../pipeline/dedupe.ts';
import type { Engine } from '../../pipeline/engine.ts';
import type { ReadOptions } from '../../pipeline/reading/batch.ts';
import type { Totals } from '../../pipeline/totals.ts';
import type { Alert, AuditRecord, FieldPath, Micros, Source } from '../../types.ts';

/** What all passes over the logs have in common. */
export interface Passes {
  readonly sources: readonly Source[];
  readonly range: { readonly since: Micros; readonly until: Micros };
  readonly maxRecordBytes: number;
  /** How many digests of events are remembered, to drop duplicates. */
  readonly dedupeEvents: number;
  readonly signal?: AbortSignal;
  /** How inputs are read for a pass that asks for these fields. */
  open(fields: readonly FieldPath[]): Promise<Reading>;
  complain(origin: string, reason: string): void;
  /** After every batch; `what`: which pass it is, for a person. */
  progress(what: string, totals: Totals, read: number): void;
}

/** How inputs are read, until it is closed. */
export type Reading = Pick<ReadOptions, 'scanner' | 'threads' | 'segmentBytes'>;

/** One pass over the logs. */
export interface Pass {
  readonly name: string;
  readonly fields: readonly FieldPath[];
  /** What looks at each event, in order, duplicates left out. */
  see(record: AuditRecord): void;
  /** Runs beside it. */
  readonly engine?: Engine | undefined;
  alerts?(alerts: readonly Alert[]): void;
}

/** Reads all logs once. Inputs that can't be read are told in the first pass only. */
export async function readOnce(passes: Passes, pass: Pass): Promise<Totals> {
  const { engine } = pass;
  const fields = [...new Set([...pass.fields, ...(engine?.fields ?? [])])];
  const reading = await passes.open(fields);
  try {
    return await analyze({
      sources: passes.sources,
      engine: besides(pass, fields),
      dedupe: createDedupe(passes.dedupeEvents),
      reading,
      maxRecordBytes: passes.maxRecordBytes,
      range: passes.range,
      deliver: async (alerts) => pass.alerts?.(alerts),
      bury: async () => {},
      complain: passes.complain,
      progress: (totals, read) => passes.progress(pass.name, totals, read),
      ...(passes.signal && { signal: passes.signal }),
    });
  } finally {
    await reading.threads?.close();
  }
}

/** The engine, where there is one, and what looks on. */
function besides({ engine, see }: Pass, fields: readonly FieldPath[]): Engine {
  if (engine === undefined) return observing(fields, see);
  return {
    fields,
    inspect(records) {
      engine.inspect(records);
      for (const record of records) see(record);
    },
    drain: () => engine.drain(),
    flush: () => engine.flush(),
    finish: () => engine.finish(),
    get counts() {
      return engine.counts;
    },
    memories: [],
  };
}
