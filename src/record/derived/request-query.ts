import type { AuditRecord } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import { textOf } from './json.ts';

/** The request's address, as the client wrote it. */
export const REQUEST_URI = eventPath('requestURI');

/** The query's values under a key, decoded as kube-apiserver decodes them. */
export function queryValues(record: AuditRecord, key: string): readonly string[] {
  const uri = textOf(record.field(REQUEST_URI));
  const start = uri?.indexOf('?') ?? -1;
  if (uri === undefined || start < 0) return [];
  // Nearly no query has it, or anything that stands for something else.
  if (!uri.includes(key, start) && !/[%+]/.test(uri)) return [];
  return new URLSearchParams(uri.slice(start + 1)).getAll(key);
}
