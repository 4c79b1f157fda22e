import { describe, expect, it } from 'vitest';
import { objectOfPatch } from '../../../src/record/derived/json-patch.ts';

describe('JSON Patch', () => {
  it('decodes the pieces of a path', () => {
    expect(objectOfPatch([{ op: 'add', path: '/a~1b/c~0d', value: 1 }])).toEqual({
      'a/b': { 'c~d': 1 },
    });
  });

  it('puts into what an operation before it put, and leaves that as it was', () => {
    const value = { list: [{ a: 1 }] };
    const patch = [
      { op: 'add', path: '/spec', value },
      { op: 'replace', path: '/spec/list/0', value: { b: 2 } },
    ];
    expect(objectOfPatch(patch)).toEqual({ spec: { list: [{ b: 2 }] } });
    expect(value).toEqual({ list: [{ a: 1 }] });
  });

  it('takes a whole object', () => {
    expect(objectOfPatch([{ op: 'replace', path: '', value: { a: 1 } }])).toEqual({ a: 1 });
  });

  it('takes no key for anything but a key', () => {
    const result = objectOfPatch([
      { op: 'add', path: '/__proto__/polluted', value: 1 },
      { op: 'add', path: '/constructor', value: 2 },
    ]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(result)).toContain('constructor');
  });

  it('passes over what is no operation', () => {
    expect(
      objectOfPatch([
        null,
        3,
        [],
        { op: 'add' },
        { op: 'add', path: 7, value: 1 },
        { op: 'remove', path: '/a' },
      ]),
    ).toEqual({});
  });

  it('takes time in proportion to the number of operations', () => {
    const patch = Array.from({ length: 10_000 }, (_, index) => ({
      op: 'add',
      path: `/metadata/labels/l${index}`,
      value: 'x',
    }));
    const { metadata } = objectOfPatch(patch) as { metadata: { labels: object } };
    expect(Object.keys(metadata.labels)).toHaveLength(10_000);
  });
});
