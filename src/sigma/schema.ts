import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Ajv from 'ajv/dist/2020.js';
import type { ErrorObject } from 'ajv/dist/2020.js';
import { installed } from '../installed.ts';
import { nearest } from '../text/nearest.ts';
import { conforms, type JsonSchema } from './conforms.ts';
import { type Cursor, isMapping } from './cursor.ts';

/** Checks documents against the JSON Schemas in `rules/schema`, which editors can use as well. */

/** The kinds of Sigma documents. */
export type Kind = 'detection' | 'correlation' | 'baseline' | 'filter';

interface Schema {
  readonly json: JsonSchema;
  /** The keys that the specification knows; others are allowed, as custom attributes. */
  readonly known: readonly string[];
  /** Everything that is wrong with a value. */
  readonly errors: (value: unknown) => readonly ErrorObject[];
}

const schemas = new Map<Kind, Schema>();

/** Reports everything about a document's shape that its schema does not allow. */
export function checkShape(document: Cursor, kind: Kind): void {
  const { json, known, errors } = schemaOf(kind);
  if (!conforms(document.value, json)) {
    for (const error of errors(document.value)) report(document, error, kind);
  }
  for (const child of document.children()) {
    const right = known.includes(child.key) ? undefined : nearest(child.key, known);
    if (right === undefined) continue;
    child.warn(`\`${child.key}\` has no meaning here: did you mean \`${right}\`?`, { part: 'key' });
  }
}

function schemaOf(kind: Kind): Schema {
  const ready = schemas.get(kind);
  if (ready !== undefined) return ready;
  const url = installed(`rules/schema/${kind}.schema.json`);
  const json = JSON.parse(readFileSync(url, 'utf8')) as { properties: Record<string, unknown> };
  let validate: Ajv.ValidateFunction | undefined;
  const schema = {
    json,
    known: Object.keys(json.properties),
    errors(value: unknown) {
      validate ??= compile(json);
      validate(value);
      return validate.errors ?? [];
    },
  };
  schemas.set(kind, schema);
  return schema;
}

/** Only a document with a mistake needs it, and it takes longer than all the rest of loading rules. */
function compile(json: object): Ajv.ValidateFunction {
  const { Ajv2020 } = createRequire(import.meta.url)('ajv/dist/2020.js') as typeof Ajv;
  return new Ajv2020({ allErrors: true, verbose: true, allowUnionTypes: true }).compile(json);
}

/** These leave no doubt about what a document means, so outside of its main part they only warn. */
const FORMAL = new Set(['pattern', 'maxLength', 'uniqueItems']);
const MAIN = new Set(['detection', 'correlation', 'baseline', 'filter', 'logsource']);

/** These are about an entry's key rather than its value. */
const KEYED = new Set(['required', 'additionalProperties', 'minProperties']);

function report(document: Cursor, error: ErrorObject, kind: Kind): void {
  if (error.keyword === 'if') return;
  const steps = error.instancePath.split('/').slice(1).map(unescaped);
  let cursor = steps.reduce((at, step) => at.child(step), document);
  const part = KEYED.has(error.keyword) ? 'key' : 'value';
  if (error.keyword === 'additionalProperties') {
    cursor = cursor.child((error.params as { additionalProperty: string }).additionalProperty);
  }
  const message = MESSAGES[error.keyword]?.(error, cursor) ?? error.message ?? error.keyword;
  const formal = FORMAL.has(error.keyword) && !MAIN.has(steps[0] ?? kind);
  if (formal) cursor.warn(message);
  else cursor.error(message, { part });
}

function unescaped(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

type Message = (error: ErrorObject, cursor: Cursor) => string;

const MESSAGES: Readonly<Record<string, Message>> = {
  required: ({ params }) => `\`${String(params.missingProperty)}\` is missing`,
  type: ({ schema }, { value }) => `expected ${types(schema)}, not ${typeName(value)}`,
  enum: ({ schema }, { value }) =>
    `\`${String(value)}\` is none of ${(schema as string[]).map((each) => `\`${each}\``).join(', ')}`,
  pattern: ({ parentSchema }, { value }) => {
    const [example] = (parentSchema?.examples ?? []) as string[];
    return `\`${String(value)}\` is not well-formed: write it like \`${example}\``;
  },
  additionalProperties: ({ parentSchema }, { key }) => {
    const known = Object.keys(parentSchema?.properties as object);
    const right = nearest(key, known);
    const advice = right ? `did you mean \`${right}\`?` : `there are \`${known.join('`, `')}\``;
    return `\`${key}\` has no meaning here: ${advice}`;
  },
  minItems: () => 'the list is empty',
  minLength: () => 'the text is empty',
  minProperties: (_, { key, value }) => {
    const empty = isMapping(value) && Object.keys(value).length === 0;
    return empty ? 'the map is empty' : `\`${key}\` has no search identifier`;
  },
  maxLength: ({ schema }) => `longer than ${String(schema)} characters`,
  uniqueItems: ({ params }) =>
    `items ${Math.min(params.i, params.j) + 1} and ${Math.max(params.i, params.j) + 1} are equal`,
  minimum: ({ schema }) => `less than ${String(schema)}`,
  maximum: ({ schema }) => `more than ${String(schema)}`,
};

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  null: 'nothing',
  array: 'a list',
  object: 'a map',
};

function types(schema: unknown): string {
  const names = (Array.isArray(schema) ? schema : [schema]) as string[];
  const all = names.map((name) => NAMES[name] ?? name);
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].filter(Boolean).join(' or ');
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number that JSON has not';
  return NAMES[Array.isArray(value) ? 'array' : typeof value] ?? typeof value;
}
