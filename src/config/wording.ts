import type { z } from 'zod';
import { nearest } from '../text/nearest.ts';
import { configJsonSchema } from './schema.ts';
import { isData, type Path } from './settings.ts';

type Issue = z.core.$ZodIssue;

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  array: 'a list',
  object: 'a map of keys',
  record: 'a map of keys',
};

/** What is wrong with a value, and what to write: lower case, no full stop. */
export function wording(issue: Issue, value: unknown): string {
  return `${pathText(issue.path)} ${complaint(issue, value)}`;
}

/** That a key is not known, and which may have been meant; `input` is all that was written. */
export function unknownKey(
  path: Path,
  key: string,
  input: unknown,
  whole: JsonSchema = configJsonSchema(),
): string {
  const known = keysAt(path, input, whole);
  const near = nearest(key, known);
  const hint = near === undefined ? `known here: ${known.join(', ')}` : `did you mean ${near}?`;
  return `there is no ${pathText([...path, key])}; ${hint}`;
}

/** `sinks[0].url`. */
export function pathText(path: Path): string {
  if (path.length === 0) return 'the configuration';
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

function complaint(issue: Issue, value: unknown): string {
  if (issue.code === 'invalid_value') return choice(issue.values.map(String), value);
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) {
    return choice(((issue as { options?: unknown[] }).options ?? []).map(String), value);
  }
  if (issue.message.startsWith('must ')) {
    return value === undefined ? `is missing; it ${issue.message}` : issue.message;
  }
  if (issue.code === 'invalid_type') {
    const expected = `must be ${EXPECTED[issue.expected] ?? issue.expected}`;
    return value === undefined ? `is missing; it ${expected}` : `${expected}, not ${kind(value)}`;
  }
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}

function choice(values: readonly string[], value: unknown): string {
  const known = `must be one of ${values.join(', ')}`;
  if (value === undefined) return `is missing; it ${known}`;
  if (typeof value !== 'string') return `${known}, not ${kind(value)}`;
  const near = nearest(value, values);
  return near === undefined ? known : `${known}; did you mean ${near}?`;
}

function kind(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map of keys';
  return typeof value === 'string' ? 'text' : `a ${typeof value}`;
}

/** What of a JSON Schema says which keys there are. */
export interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly type?: unknown;
  readonly const?: unknown;
}

/** The keys that the map at a path may have; of a sink, those of its type. */
function keysAt(path: Path, input: unknown, whole: JsonSchema): string[] {
  let schema: JsonSchema | undefined = whole;
  let value = input;
  for (const key of path) {
    schema = plain(typeof key === 'number' ? schema?.items : schema?.properties?.[String(key)]);
    value = (value as Record<PropertyKey, unknown> | undefined)?.[key];
  }
  const type = isData(value) ? value.type : undefined;
  const chosen = schema?.oneOf?.find((option) => option.properties?.type?.const === type);
  return Object.keys((chosen ?? schema)?.properties ?? {});
}

/** What may be left empty is written as a choice with null. */
function plain(schema: JsonSchema | undefined): JsonSchema | undefined {
  return schema?.anyOf?.find(({ type }) => type !== 'null') ?? schema;
}
