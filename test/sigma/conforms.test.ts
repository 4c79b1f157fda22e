import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { conforms, type JsonSchema } from '../../src/sigma/conforms.ts';

const schemaOf = (kind: string) => {
  const file = new URL(`../../rules/schema/${kind}.schema.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as JsonSchema;
};

const scalar = fc.oneof(
  fc.constantFrom(
    null,
    true,
    0,
    -0,
    5,
    100.5,
    Number.NaN,
    Infinity,
    '',
    'x',
    '\u{1F600}',
    'x\u0000',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);

/** Values that are right somewhere in the schemas. */
const fitting = fc.constantFrom<unknown>(
  'event_count',
  'value_count',
  'temporal',
  'high',
  'stable',
  '2026-11-20',
  '15m',
  'attack.t1078',
  'x'.repeat(256),
  '\u{1F600}'.repeat(256),
  '\u{1F600}'.repeat(257),
  ['a', 'b'],
  ['a.b', 'a.b'],
  [{ a: 1 }, { a: 1 }],
  [0, -0],
  { product: 'kubernetes' },
  { gte: 5, field: 'user.username' },
  { gte: 5, percentile: 101 },
  { selection: { verb: ['get', null] }, condition: 'selection' },
  { rules: 'any', selection: ['x', { 'a|contains': 5 }], condition: ['a', 'b'] },
  { type: 'event_count', rules: ['a'], timespan: '5m', condition: { gte: 5 } },
);

const KEYS = Object.keys({ ...schemaOf('detection'), ...schemaOf('correlation') }).concat(
  ['detection', 'correlation', 'filter'].flatMap((kind) =>
    [...JSON.stringify(schemaOf(kind)).matchAll(/"([\w-]+)":\{/g)].map(([, key]) => key as string),
  ),
  ['__proto__', 'toString', 'own key'],
);

/** An object as the YAML parser makes one: `__proto__` is a key like any other. */
function mapOf(entries: readonly (readonly [string, unknown])[]): object {
  const map = {};
  for (const [key, value] of entries) {
    Object.defineProperty(map, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return map;
}

const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'medium' },
    scalar,
    fitting,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(fc.constantFrom(...KEYS), tie('value')), { maxLength: 5 }).map(mapOf),
  ),
}));

/** Documents that are right but for one value, which may be right as well. */
const nearly = (base: object, keys: readonly string[]) =>
  fc.tuple(fc.constantFrom(...keys), anything).map(([path, value]) => {
    const document = structuredClone(base) as Record<string, unknown>;
    const [first = '', second] = path.split('.');
    if (second === undefined) document[first] = value;
    else (document[first] as Record<string, unknown>)[second] = value;
    return document;
  });

const HEAD = { title: 'x', logsource: { product: 'kubernetes' } };
const SEARCH = { selection: { verb: 'get' }, condition: 'selection' };
const BASES = {
  detection: { ...HEAD, detection: SEARCH },
  correlation: {
    title: 'x',
    correlation: { type: 'event_count', rules: ['a'], timespan: '5m', condition: { gte: 5 } },
  },
  filter: { ...HEAD, filter: { rules: ['a'], ...SEARCH } },
};

describe('conforms', () => {
  test.each(['detection', 'correlation', 'filter'] as const)(
    'says of any document what ajv says: %s',
    (kind) => {
      const schema = schemaOf(kind);
      const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema);
      const inner = Object.keys(
        (schema.properties as Record<string, { properties: object }>)[kind]?.properties ?? {},
      );
      const keys = [
        ...Object.keys(schema.properties as object),
        ...[...inner, 'selection', 'other'].map((key) => `${kind}.${key}`),
      ];
      const documents = fc.oneof(
        { weight: 1, arbitrary: anything },
        { weight: 4, arbitrary: nearly(BASES[kind], keys) },
      );
      let right = 0;
      fc.assert(
        fc.property(documents, (document) => {
          const expected = validate(document);
          if (expected) right++;
          expect(conforms(document, schema)).toBe(expected);
        }),
        { numRuns: 3000 },
      );
      expect(right).toBeGreaterThan(100);
    },
  );

  it('knows two equal items, whatever they are', () => {
    expect(conforms([{ a: [1] }, { a: [1] }], { uniqueItems: true })).toBe(false);
    expect(conforms([{ a: [1] }, { a: [2] }], { uniqueItems: true })).toBe(true);
  });

  it('refuses to judge by a keyword that it does not know', () => {
    expect(() => conforms('x', { format: 'date' })).toThrow("doesn't know the keyword format");
  });
});
