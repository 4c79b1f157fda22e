import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentDigest } from '../../src/record/digest.ts';
import type { Json, JsonObject } from '../../src/types.ts';

const shuffled = (value: Json): Json => {
  if (Array.isArray(value)) return value.map((item: Json) => shuffled(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, shuffled(item)]),
  );
};

describe('content digest', () => {
  it('is the same whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (event) => {
        expect(contentDigest(shuffled(event as JsonObject) as JsonObject)).toBe(
          contentDigest(event as JsonObject),
        );
      }),
    );
  });

  it('is the same for a log line and the webhook item of one event', () => {
    const item = { level: 'Metadata', auditID: 'a' };
    const line = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', ...item };
    expect(contentDigest(line)).toBe(contentDigest(item));
  });

  it('differs when anything else differs', () => {
    const one = { auditID: 'a', requestObject: { kind: 'Pod' } };
    const other = { auditID: 'a', requestObject: { kind: 'Job' } };
    expect(contentDigest(one)).not.toBe(contentDigest(other));
  });

  it('sees a member named __proto__', () => {
    const event = (value: number) =>
      JSON.parse(`{"requestObject":{"__proto__":{"a":${value}}}}`) as JsonObject;
    expect(contentDigest(event(1))).not.toBe(contentDigest(event(2)));
  });

  it('survives a hundred thousand levels', () => {
    let deep: Json = [];
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(contentDigest({ requestObject: deep })).toHaveLength(32);
  });
});
