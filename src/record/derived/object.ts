import type { AuditRecord, JsonObject } from '../../types.ts';
import { eventPath } from '../event-path.ts';
import type { Derivation } from './derivation.ts';
import { at, objectOf, textOf } from './json.ts';
import { objectOfPatch } from './json-patch.ts';

const VERB = eventPath('verb');
const REQUEST = eventPath('requestObject');
const RESPONSE = eventPath('responseObject');
const NAME = eventPath('objectRef.name');
const REQUEST_NAME = eventPath('requestObject.metadata.name');
const RESPONSE_NAME = eventPath('responseObject.metadata.name');

const WRITES: ReadonlySet<unknown> = new Set(['create', 'update', 'patch']);

/** The fields that a written object is taken from. */
export const OBJECT_READS = [VERB, REQUEST, RESPONSE];

export const OBJECT: Derivation = {
  name: 'object',
  summary:
    'the object that `create`, `update` or `patch` wrote: `responseObject` where it was logged, else ' +
    '`requestObject`; of a JSON Patch what it puts there',
  ofBodies: true,
  reads: OBJECT_READS,
  open: true,
  value: writtenObject,
};

/** Each derived field of the object asks for it: it is worked out once a record. */
let last: AuditRecord | undefined;
let written: JsonObject | undefined;

/** The object that a request wrote, as far as its bodies were logged. */
export function writtenObject(record: AuditRecord): JsonObject | undefined {
  if (record !== last) {
    written = WRITES.has(record.field(VERB)) ? bodyOf(record) : undefined;
    last = record;
  }
  return written;
}

function bodyOf(record: AuditRecord): JsonObject | undefined {
  const answer = objectOf(record.field(RESPONSE));
  if (answer !== undefined && at(answer, 'kind') !== 'Status') return answer;
  const sent = record.field(REQUEST);
  return Array.isArray(sent) ? objectOfPatch(sent) : objectOf(sent);
}

export const NAME_OF_OBJECT: Derivation = {
  name: 'name',
  summary: '`objectRef.name`; where that is empty, the name of the object that was created',
  reads: [NAME, RESPONSE_NAME, REQUEST_NAME],
  value: (record) =>
    textOf(record.field(NAME)) ??
    textOf(record.field(RESPONSE_NAME)) ??
    textOf(record.field(REQUEST_NAME)),
};
