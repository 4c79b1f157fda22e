import { isDeepStrictEqual } from 'node:util';
import { isMapping } from './cursor.ts';

/**
 * Whether a value is as a schema wants it, yes or no. What is wrong with one that isn't, ajv says; but
 * compiling its validators takes longer than everything else that satrap does at start.
 */

/** A JSON Schema (2020-12) of those in `rules/schema`: they use these keywords only. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** What one keyword asks of a value; true for values that it says nothing about. */
type Keyword = (wanted: never, value: unknown, schema: JsonSchema, root: JsonSchema) => boolean;

/** Whether ajv would find nothing wrong. Throws for a keyword that it doesn't know: that is a bug. */
export function conforms(value: unknown, schema: JsonSchema, root: JsonSchema = schema): boolean {
  return Object.keys(schema).every((name) => {
    if (SILENT.has(name)) return true;
    const keyword = KEYWORDS[name];
    if (keyword === undefined) throw new Error(`conforms doesn't know the keyword ${name}`);
    return keyword(schema[name] as never, value, schema, root);
  });
}

/** These say nothing of a value, or are read together with another. */
const SILENT = new Set(['$schema', '$defs', 'title', 'description', 'examples', 'then']);

type Schemas = Readonly<Record<string, JsonSchema>>;

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  $ref: (reference: string, value, _, root) => {
    const name = reference.slice('#/$defs/'.length);
    return conforms(value, (root.$defs as Schemas)[name] as JsonSchema, root);
  },
  allOf: (parts: readonly JsonSchema[], value, _, root) =>
    parts.every((part) => conforms(value, part, root)),
  if: (condition: JsonSchema, value, { then }, root) =>
    !conforms(value, condition, root) || conforms(value, then as JsonSchema, root),
  type: (names: string | readonly string[], value) =>
    (typeof names === 'string' ? [names] : names).includes(typeOf(value)),
  enum: (values: readonly unknown[], value) => values.includes(value),
  pattern: (source: string, value) =>
    typeof value !== 'string' || new RegExp(source, 'u').test(value),
  minLength: (least: number, value) => typeof value !== 'string' || letters(value) >= least,
  maxLength: (most: number, value) => typeof value !== 'string' || letters(value) <= most,
  minimum: (least: number, value) => typeOf(value) !== 'number' || (value as number) >= least,
  maximum: (most: number, value) => typeOf(value) !== 'number' || (value as number) <= most,
  minItems: (least: number, value) => !Array.isArray(value) || value.length >= least,
  uniqueItems: (_, value) => !Array.isArray(value) || allDiffer(value),
  items: (each: JsonSchema, value, _, root) =>
    !Array.isArray(value) || value.every((item) => conforms(item, each, root)),
  minProperties: (least: number, value) => !isMapping(value) || Object.keys(value).length >= least,
  required: (keys: readonly string[], value) =>
    !isMapping(value) || keys.every((key) => value[key] !== undefined),
  properties: (schemas: Schemas, value, _, root) =>
    !isMapping(value) ||
    Object.entries(schemas).every(
      ([key, schema]) => value[key] === undefined || conforms(value[key], schema, root),
    ),
  additionalProperties: (other: JsonSchema | false, value, { properties = {} }, root) =>
    !isMapping(value) ||
    Object.keys(value)
      .filter((key) => !Object.hasOwn(properties as Schemas, key))
      .every((key) => other !== false && conforms(value[key], other, root)),
};

/** JSON Schema's name of a value's type; numbers that JSON has not are of no type. */
function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && !Number.isFinite(value) ? 'none' : typeof value;
}

/** JSON Schema counts code points, not UTF-16 units. */
function letters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}

function allDiffer(items: readonly unknown[]): boolean {
  if (items.every((item) => typeof item === 'string')) return new Set(items).size === items.length;
  return items.every((item, index) =>
    items.slice(0, index).every((other) => !isDeepStrictEqual(item, other)),
  );
}
