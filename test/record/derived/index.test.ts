import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DERIVATIONS } from '../../../src/record/derived/index.ts';
import { eventPath } from '../../../src/record/event-path.ts';
import { EventRecord } from '../../../src/record/event-record.ts';
import { eventPaths, fieldPath } from '../../../src/record/field-path.ts';
import type { AuditRecord, FieldPath, JsonObject } from '../../../src/types.ts';
import { derive } from './derive.ts';

/** A record that only has what was announced. */
class Announced implements AuditRecord {
  readonly time = 0;
  readonly partial = false;
  readonly event = {};
  readonly digest = '';
  readonly #record: EventRecord;
  readonly #reads: readonly FieldPath[];

  constructor(event: JsonObject, reads: readonly FieldPath[]) {
    this.#record = new EventRecord(event, 0, false);
    this.#reads = reads;
  }

  field(path: FieldPath) {
    if (!this.#reads.includes(path)) throw new Error(`reads ${path.text}`);
    return this.#record.field(path);
  }
}

/** Objects with the keys that derivations look for, and anything under them. */
const keys = fc.constantFrom(
  ...'spec template jobTemplate containers image rules verbs resources apiGroups subjects kind name op path value metadata request'.split(
    ' ',
  ),
);
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom(null, true, 0, '', 'x', '*', 'Group', 'add', '/spec/-', '/spec/0/image'),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(keys, tie('json'), { maxKeys: 5 }),
  ),
}));
const event = fc.record(
  {
    verb: fc.constantFrom('create', 'patch', 'update', 'delete', 3),
    requestURI: fc.oneof(fc.string(), json),
    user: fc.record({ username: json, extra: json }, { requiredKeys: [] }),
    sourceIPs: json,
    userAgent: json,
    objectRef: fc.oneof(fc.record({ subresource: fc.constant('exec') }), json),
    annotations: json,
    requestObject: json,
    responseObject: json,
  },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;

describe('derived fields', () => {
  it.each(DERIVATIONS)('$name never throws and reads what it says', (derivation) => {
    fc.assert(
      fc.property(event, (each) => {
        expect(() => derivation.value(new Announced(each, derivation.reads))).not.toThrow();
      }),
    );
  });

  it('differ between records that come one after the other', () => {
    expect(derive('satrap.sourceIP', { sourceIPs: ['10.0.0.1'] })).toBe('10.0.0.1');
    expect(derive('satrap.sourceIP', { sourceIPs: ['10.0.0.2'] })).toBe('10.0.0.2');
  });

  it('have one path a text, and are absent when they do not exist', () => {
    expect(fieldPath('satrap.podSpec.hostPID')).toBe(fieldPath('satrap.podSpec.hostPID'));
    expect(derive('satrap.nothing', { verb: 'get' })).toBeUndefined();
  });

  it('come to the fields that events have', () => {
    const paths = ['verb', 'satrap.sourceIP', 'satrap.credential'].map(fieldPath);
    const texts = eventPaths(paths).map(({ text }) => text);
    expect(texts).toEqual([
      'verb',
      'sourceIPs',
      'user.extra.authentication.kubernetes.io/credential-id',
      'user.extra.authentication.kubernetes.io/pod-name',
      'user.username',
    ]);
    expect(eventPath('verb')).toBe(fieldPath('verb'));
  });
});
