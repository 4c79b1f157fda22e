import { EventRecord } from '../record/event-record.ts';
import type { AuditRecord } from '../types.ts';
import type { Act } from './act.ts';

let last: Act | undefined;
let known: AuditRecord | undefined;

/** An act's event as a record, for the fields that are derived; all parts look at one act one after another. */
export function recordOf(act: Act): AuditRecord {
  if (act !== last || known === undefined) {
    known = new EventRecord(act.event, act.time, act.partial);
    last = act;
  }
  return known;
}
