import * as fc from 'fast-check';
import type { JsonObject } from '../../src/types.ts';
import type { Detection } from './reference.ts';

/** Rules and events over few letters and few fields, so that they often meet. */

const LETTERS = ['a', 'A', 'b', 'é', 'É', '😀', '-', '/', '–', ' ', '\n', '1', '*', '?', '\\', '%'];
/** The fields that they read. */
export const FIELDS = ['verb', 'userAgent', 'objectRef.name', 'user.groups', 'annotations.a.b/c'];

const text = fc.array(fc.constantFrom(...LETTERS), { maxLength: 5 }).map((all) => all.join(''));
/** Two percent signs could enclose the name of a placeholder that nobody defined. */
const withoutPlaceholder = text.map((value) =>
  value.split('%').length > 2 ? value.replaceAll('%', 'b') : value,
);
const plainText = text.map((value) => value.replaceAll(/[*?\\%]/g, 'b'));
const longText = plainText.filter((value) => new TextEncoder().encode(value).length >= 2);
const number = fc.constantFrom(-1, 0, 1, 1.5, 11);
const scalar = fc.oneof({ weight: 4, arbitrary: text }, number, fc.boolean());

const timestamp = fc
  .record({
    date: fc.date({
      min: new Date('1999-12-01'),
      max: new Date('2031-01-31'),
      noInvalidDate: true,
    }),
    form: fc.constantFrom(10, 16, 19, 24),
  })
  .map(({ date, form }) => date.toISOString().slice(0, form));
const address = fc.oneof(
  fc.ipV4(),
  fc.ipV6(),
  fc.constantFrom('10.1.2.3', '::ffff:10.1.2.3', '10.1.2.300', '::10.1.2.3', '2001:db8::1'),
);
/** Texts that an encoded value may stand in. */
const encodedText = fc
  .record({ before: plainText, value: plainText, encoding: fc.constantFrom('utf8', 'utf16le') })
  .map(({ before, value, encoding }) =>
    Buffer.from(before + value + before, encoding as BufferEncoding).toString('base64'),
  );

const leaf = fc.oneof(
  { weight: 6, arbitrary: scalar },
  fc.constant(null),
  timestamp,
  address,
  encodedText,
  fc.constant({ a: 'b' }),
);
const fieldValue = fc.oneof({ weight: 4, arbitrary: leaf }, fc.array(leaf, { maxLength: 3 }));
/** Events with those fields. */
export const event: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      verb: fieldValue,
      userAgent: fieldValue,
      objectRef: fc.record({ name: fieldValue }, { requiredKeys: [] }),
      user: fc.record({ groups: fieldValue }, { requiredKeys: [] }),
      annotations: fc.record({ 'a.b/c': fieldValue }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  )
  .map((value) => value as JsonObject);

const regex = fc
  .array(fc.constantFrom('a', 'b', '.', 'a*', 'b+', '[ab]', '[^a]', '(a|b)', 'É?', '1{1,2}'), {
    minLength: 1,
    maxLength: 4,
  })
  .chain((parts) => fc.constantFrom(parts.join(''), `^${parts.join('')}`, `${parts.join('')}$`));
const network = fc.constantFrom(
  '10.0.0.0/8',
  '10.1.2.3/32',
  '0.0.0.0/0',
  '2001:db8::/32',
  '::/0',
  '::ffff:10.0.0.0/104',
  '128.0.0.0/1',
  '8000::/1',
);

/** What may be written behind a field, with values that it takes. */
const CHAINS: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  '': scalar,
  startswith: scalar,
  endswith: scalar,
  contains: scalar,
  cased: scalar,
  'contains|cased': scalar,
  windash: text,
  'windash|endswith': text,
  base64: plainText,
  'base64|contains': plainText,
  'base64offset|contains': longText,
  wide: plainText,
  'utf16be|startswith': plainText,
  'utf16|base64': plainText,
  'wide|base64offset|contains': longText,
  re: regex,
  're|i': regex,
  're|s|m': regex,
  lt: number,
  gte: number,
  hour: fc.integer({ min: 0, max: 23 }),
  'week|lte': fc.integer({ min: 1, max: 53 }),
  'month|gt': fc.integer({ min: 1, max: 12 }),
  cidr: network,
  fieldref: fc.constantFrom(...FIELDS),
  'fieldref|contains': fc.constantFrom(...FIELDS),
  'fieldref|startswith|cased': fc.constantFrom(...FIELDS),
  expand: fc.oneof(withoutPlaceholder, fc.constantFrom('%x%', '%y%a', '%x%%y%', '\\%x%y%')),
};
/** What placeholders stand for. */
export const PLACEHOLDERS = fc.record({
  x: fc.array(scalarText(), { maxLength: 2 }),
  y: fc.tuple(text),
});

function scalarText() {
  return fc.oneof(text, number);
}

const item = fc.constantFrom(...Object.keys(CHAINS)).chain((chain) =>
  fc
    .record({
      field: fc.constantFrom(...FIELDS),
      values: fc.array(CHAINS[chain] as fc.Arbitrary<unknown>, { minLength: 1, maxLength: 3 }),
      neq: fc.boolean().map((yes) => yes && !/lt|gt/.test(chain)),
      all: fc.boolean(),
    })
    .map(({ field, values, neq, all }) => {
      const key = `${field}${chain && '|'}${chain}${neq ? '|neq' : ''}${all && values.length > 1 ? '|all' : ''}`;
      return [key, values.length === 1 ? values[0] : values] as const;
    }),
);
const special = fc.tuple(
  fc.constantFrom(...FIELDS),
  fc.constantFrom(['', null], ['|exists', true], ['|exists', false], ['|neq', null]),
);
/** A key with its value, of every kind. */
export const anyItem = fc.oneof(
  { weight: 6, arbitrary: item },
  special.map(([field, [key, value]]) => [`${field}${key}`, value] as const),
);
const map = fc
  .array(anyItem, { minLength: 1, maxLength: 2 })
  .map((items) => Object.fromEntries(items));
const search = fc.oneof(
  { weight: 4, arbitrary: map },
  fc.array(fc.oneof(map, scalar), { minLength: 1, maxLength: 2 }),
);

const NAMES = ['sel_a', 'sel_b', 'other', '_sel_c'];
const condition = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...NAMES, '1 of sel_*', 'all of *_*', '1 of them', 'all of them', 'all of _*'),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `${a} and ${b}`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `${a} or ${b}`),
    tie('expression').map((inner) => `not ${inner}`),
    tie('expression').map((inner) => `(${inner})`),
  ),
})).expression;

/** Detections with up to four searches. */
export const detection: fc.Arbitrary<Detection> = fc
  .record({ searches: fc.tuple(search, search, search, search), condition })
  .map(({ searches, condition: joined }) => ({
    ...Object.fromEntries(NAMES.map((name, index) => [name, searches[index]])),
    condition: joined,
  }));
