import { eventPath } from '../event-path.ts';
import type { Derivation } from './derivation.ts';
import { textsOf } from './json.ts';
import { queryValues, REQUEST_URI } from './request-query.ts';

const VERB = eventPath('verb');
const BODY = eventPath('requestObject.dryRun');
const BODY_KIND = eventPath('requestObject.kind');

/** Go's `dryRun` may come in the query of any write, and of deletions in the body (`DeleteOptions`) as well. */
export const DRY_RUN: Derivation = {
  name: 'dryRun',
  summary: '`true` where the request was a dry run, which changes nothing',
  reads: [REQUEST_URI, VERB, BODY, BODY_KIND],
  value(record) {
    if (queryValues(record, 'dryRun').includes('All')) return 'true';
    const verb = record.field(VERB);
    if (verb !== 'delete' && verb !== 'deletecollection') return undefined;
    if (record.field(BODY_KIND) !== 'DeleteOptions') return undefined;
    return textsOf(record.field(BODY)).includes('All') ? 'true' : undefined;
  },
};
