import type { AuditRecord, Found, Micros, Reject } from '../types.ts';
import type { Dedupe } from './dedupe.ts';
import type { Engine } from './engine.ts';

/** Where records go. */
export interface Intake {
  readonly engine: Pick<Engine, 'inspect'>;
  readonly dedupe: Pick<Dedupe, 'seenRecord'>;
  /** Events outside are counted and not evaluated. Records without a time of their own stay in. */
  readonly range: { readonly since: Micros; readonly until: Micros };
}

/** What became of records. `records` = `events` + `duplicates` + `rejects`: every one ends as one of the three. */
export interface IntakeCounts {
  records: number;
  events: number;
  duplicates: number;
  rejects: number;
  /** Events cut short, evaluated on what could be read; part of `events`. */
  partial: number;
  /** Events before or after the range, not evaluated; part of `events`. */
  outsideRange: number;
  /** Event time of the earliest and latest event evaluated. */
  firstEvent: Micros | null;
  lastEvent: Micros | null;
}

/** All of event time. */
export const ALWAYS: Intake['range'] = { since: -Infinity, until: Infinity };

/** All at zero. */
export function noCounts(): IntakeCounts {
  return {
    records: 0,
    events: 0,
    duplicates: 0,
    rejects: 0,
    partial: 0,
    outsideRange: 0,
    firstEvent: null,
    lastEvent: null,
  };
}

/** Counts one find and has it evaluated where it is an event; gives it back where it is none. */
export function takeFound(found: Found, intake: Intake, counts: IntakeCounts): Reject | undefined {
  return take(found, 'record' in found && !intake.dedupe.seenRecord(found.record), intake, counts);
}

/** Counts finds and has those that are events evaluated, in order; gives those that are none. */
export function takeAll(found: readonly Found[], intake: Intake, counts: IntakeCounts): Reject[] {
  const { dedupe } = intake;
  const rejects: Reject[] = [];
  // First all: the processor looks up several at once, which it can't with other work between.
  const fresh = found.map((one) => 'record' in one && !dedupe.seenRecord(one.record));
  for (let index = 0; index < found.length; index++) {
    const reject = take(found[index] as Found, fresh[index] === true, intake, counts);
    if (reject !== undefined) rejects.push(reject);
  }
  return rejects;
}

function take(
  found: Found,
  isFresh: boolean,
  intake: Intake,
  counts: IntakeCounts,
): Reject | undefined {
  counts.records++;
  if ('reject' in found) {
    counts.rejects++;
    return found.reject;
  }
  if (isFresh) takeEvent(found.record, intake, counts);
  else counts.duplicates++;
  return undefined;
}

function takeEvent(record: AuditRecord, { engine, range }: Intake, counts: IntakeCounts): void {
  counts.events++;
  if (record.partial) counts.partial++;
  if (record.time !== 0 && (record.time < range.since || record.time > range.until)) {
    counts.outsideRange++;
    return;
  }
  if (record.time !== 0) {
    counts.firstEvent = Math.min(counts.firstEvent ?? record.time, record.time);
    counts.lastEvent = Math.max(counts.lastEvent ?? record.time, record.time);
  }
  engine.inspect(record);
}
