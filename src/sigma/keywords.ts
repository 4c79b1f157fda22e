import type { AuditRecord, Json } from '../types.ts';
import { isScalar, type ScalarTest } from './values/value.ts';

/**
 * Whether any key or any scalar value anywhere in a record's event fits ("strings that are applied to
 * the full log message"). Walks without recursion: events may be nested without end.
 */
export function anywhereIn(record: AuditRecord, test: ScalarTest): boolean {
  const open: Json[] = [record.event];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (isScalar(value)) {
      if (test(value)) return true;
    } else if (Array.isArray(value)) {
      for (const element of value as readonly Json[]) open.push(element);
    } else if (value !== null) {
      for (const [key, member] of Object.entries(value)) {
        if (test(key)) return true;
        open.push(member);
      }
    }
  }
  return false;
}
