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
  return takeAll([found], intake, counts)[0];
}

/** Counts finds and has those that are events evaluated, in order; gives those that are none. */
export function takeAll(found: readonly Found[], intake: Intake, counts: IntakeCounts): Reject[] {
  const { dedupe } = intake;
  const rejects: Reject[] = [];
  // First all: the processor looks up several at once, which it can't with other work between.
  const fresh = found.map((one) => 'record' in one && !dedupe.seenRecord(one.record));
  const events: AuditRecord[] = [];
  for (let index = 0; index < found.length; index++) {
    const one = found[index] as Found;
    counts.records++;
    if ('reject' in one) {
      counts.rejects++;
      rejects.push(one.reject);
    } else if (fresh[index] !== true) counts.duplicates++;
    else if (countEvent(one.record, intake.range, counts)) events.push(one.record);
  }
  if (events.length > 0) intake.engine.inspect(events);
  return rejects;
}

/** Counts an event; whether it is to be evaluated. */
function countEvent(
  { time, partial }: AuditRecord,
  range: Intake['range'],
  counts: IntakeCounts,
): boolean {
  counts.events++;
  if (partial) counts.partial++;
  if (time === 0) return true;
  if (time < range.since || time > range.until) {
    counts.outsideRange++;
    return false;
  }
  counts.firstEvent = Math.min(counts.firstEvent ?? time, time);
  counts.lastEvent = Math.max(counts.lastEvent ?? time, time);
  return true;
}
