import type { Engine } from '../pipeline/engine.ts';
import type { AuditRecord, FieldPath } from '../types.ts';

/** What looks at every record instead of rules: it raises nothing. */
export function observing(
  fields: readonly FieldPath[],
  see: (record: AuditRecord) => void,
): Engine {
  const none = new Map<string, number>();
  return {
    fields,
    inspect(records) {
      for (const record of records) see(record);
    },
    drain: () => [],
    flush: () => [],
    finish: () => [],
    counts: { late: 0, forced: 0, evicted: 0, matches: none, alerts: none, errors: none },
    memories: [],
  };
}
