import type { AuditRecord } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import { textOf } from './json.ts';

/** The request's address, as the client wrote it. */
export const REQUEST_URI = eventPath('requestURI');

const NONE: readonly string[] = [];

/** The query's values under a key, decoded as kube-apiserver decodes them. */
export function queryValues(record: AuditRecord, key: string): readonly string[] {
  const uri = textOf(record.field(REQUEST_URI));
  // Nearly no address has it, or anything that stands for something else; each is looked for faster than all at once.
  if (uri === undefined || !(uri.includes(key) || uri.includes('%') || uri.includes('+')))
    return NONE;
  const start = uri.indexOf('?');
  return start < 0 ? NONE : new URLSearchParams(uri.slice(start + 1)).getAll(key);
}
