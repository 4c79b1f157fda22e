import { hash } from 'node:crypto';
import type { Json, JsonObject } from '../types.ts';

/** What an envelope adds or leaves out: webhook items carry neither. */
const ENVELOPE = new Set(['kind', 'apiVersion']);

/**
 * 128 bits of SHA-256, in hex, over an event's canonical JSON: keys sorted, no spacing, and without
 * the `kind` and `apiVersion` that a webhook's items lack. Equal for every copy of one event.
 */
export function contentDigest(event: JsonObject): string {
  return hash('sha256', JSON.stringify(sorted(event, ENVELOPE, 0)), 'buffer').toString(
    'hex',
    0,
    16,
  );
}

const NOTHING: ReadonlySet<string> = new Set();

/** Deeper than any Kubernetes object; below it only the fact that something stands there counts. */
const DEEPEST = 200;

/** A copy with sorted keys. One native `JSON.stringify` of it beats writing the text piece by piece by a third. */
function sorted(value: Json, without: ReadonlySet<string>, depth: number): Json {
  if (value === null || typeof value !== 'object') return value;
  if (depth === DEEPEST) return '…';
  if (Array.isArray(value)) return value.map((item: Json) => sorted(item, NOTHING, depth + 1));
  const object = value as JsonObject;
  const copy: Record<string, Json> = {};
  for (const key of Object.keys(object).sort()) {
    if (without.has(key)) continue;
    // Assigned as it is, this one name would change the copy's prototype instead of its content.
    copy[key === '__proto__' ? '\0__proto__' : key] = sorted(
      object[key] as Json,
      NOTHING,
      depth + 1,
    );
  }
  return copy;
}
