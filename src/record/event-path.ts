import type { FieldPath, Json, JsonObject } from '../types.ts';

/**
 * Field paths on audit JSON. `.` descends; an array on the way means "any element"; where a key
 * itself holds dots (`annotations`, `user.extra`, labels), the shortest key that leads somewhere wins.
 */

const known = new Map<string, FieldPath>();

/** The compiled path of a field that events have; the same text always gives the same object. */
export function eventPath(text: string): FieldPath {
  let path = known.get(text);
  if (path === undefined) {
    path = { text, spans: spansOf(text) };
    known.set(text, path);
  }
  return path;
}

/** The pieces of a path between its dots, for `FieldPath.spans`. */
export function spansOf(text: string): FieldPath['spans'] {
  const keys = text.split('.');
  // Joined once, here: a key that is put together for each look-up costs more than the look-up.
  return keys.map((_, from) =>
    keys.slice(from).map((__, length) => keys.slice(from, from + length + 1).join('.')),
  );
}

/** What stands at `path` in `root`; see `AuditRecord.field` for the meaning of the answer. */
export function resolve(root: Json, { spans }: Pick<FieldPath, 'spans'>): Json | undefined {
  return descend(root, spans, 0);
}

function descend(value: Json, spans: FieldPath['spans'], from: number): Json | undefined {
  const keys = spans[from];
  if (keys === undefined) return value;
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) return ofElements(value, spans, from);
  const object = value as JsonObject;
  for (let length = 0; length < keys.length; length++) {
    const key = keys[length] as string;
    if (!Object.hasOwn(object, key)) continue;
    const found = descend(object[key] as Json, spans, from + length + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Kubernetes has no lists of lists: one met on the way is not entered, so depth can't hurt. */
function ofElements(
  list: readonly Json[],
  spans: FieldPath['spans'],
  from: number,
): Json | undefined {
  const all: Json[] = [];
  for (const element of list) {
    if (Array.isArray(element)) continue;
    const found = descend(element, spans, from);
    if (Array.isArray(found)) for (const value of found) all.push(value as Json);
    else if (found !== undefined) all.push(found);
  }
  return all.length === 0 ? undefined : all;
}
