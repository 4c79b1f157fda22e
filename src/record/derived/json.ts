import type { Json, JsonObject } from '../../types.ts';

/** Looks at values of which nothing is known. */

/** The value, if it is an object and no list. */
export function objectOf(value: Json | undefined): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value's elements, if it is a list. */
export function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The value, if it is text with something in it; of a list its last element. */
export function textOf(value: Json | undefined): string | undefined {
  const one = Array.isArray(value) ? (value.at(-1) as Json | undefined) : value;
  return typeof one === 'string' && one !== '' ? one : undefined;
}

/** The texts of a list, or a text by itself. */
export function textsOf(value: Json | undefined): readonly string[] {
  const list = Array.isArray(value) ? (value as readonly Json[]) : [value];
  return list.filter((one): one is string => typeof one === 'string');
}

/** What an object has of its own under a key. */
export function at(object: JsonObject | undefined, key: string): Json | undefined {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** A list, or nothing where it is empty: an absent field is what rules can ask for. */
export function orAbsent(list: readonly string[]): readonly string[] | undefined {
  return list.length === 0 ? undefined : list;
}
