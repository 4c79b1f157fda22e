import { EventRecord } from '../../../src/record/event-record.ts';
import { fieldPath } from '../../../src/record/field-path.ts';
import type { Json, JsonObject } from '../../../src/types.ts';

/** What a derived field comes to in an event. */
export function derive(path: string, event: JsonObject): Json | undefined {
  return new EventRecord(event, 0, false).field(fieldPath(path));
}
