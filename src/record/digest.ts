import type { Json, JsonObject } from '../types.ts';
import {
  addLeaf,
  type Digest,
  hashText,
  isolated,
  LEAF,
  pathOfElement,
  pathOfMember,
  ROOT,
} from './digest-lanes.ts';

/** What an envelope adds or leaves out: webhook items carry neither. */
const ENVELOPE = new Set(['kind', 'apiVersion']);

/**
 * 128 bits in hex over an event's content, equal for every copy of it whatever its spacing, key order,
 * escapes or envelope: the sum of one hash for each value and the path to it, without `kind` and
 * `apiVersion`, which a webhook's items lack. docs/decisions/0016 says what it withstands.
 */
export function contentDigest(event: JsonObject): string {
  const sum: Digest = new Int32Array(4);
  const members = Object.keys(event);
  for (const key of members) {
    if (!ENVELOPE.has(key)) add(event[key] as Json, pathOfMember(ROOT, key), sum, 1);
  }
  if (members.length === 0) addLeaf(sum, ROOT, ROOT, LEAF.noMembers);
  return isolated(sum);
}

/** Deeper than any Kubernetes object; below it only the fact that something stands there counts. */
const DEEPEST = 200;

function add(value: Json, path: Digest, sum: Digest, depth: number): void {
  if (typeof value === 'string') addLeaf(sum, path, hashText(value), LEAF.string);
  else if (typeof value === 'number') {
    addLeaf(sum, path, hashText(JSON.stringify(value)), LEAF.number);
  } else if (value === null) addLeaf(sum, path, path, LEAF.null);
  else if (typeof value === 'boolean') addLeaf(sum, path, path, value ? LEAF.true : LEAF.false);
  else if (depth === DEEPEST) addLeaf(sum, path, path, LEAF.deep);
  else if (Array.isArray(value)) addElements(value, path, sum, depth);
  else addMembers(value as JsonObject, path, sum, depth);
}

function addElements(list: readonly Json[], path: Digest, sum: Digest, depth: number): void {
  if (list.length === 0) addLeaf(sum, path, path, LEAF.noElements);
  for (const [index, element] of list.entries()) {
    add(element, pathOfElement(path, index + 1), sum, depth + 1);
  }
}

function addMembers(object: JsonObject, path: Digest, sum: Digest, depth: number): void {
  const keys = Object.keys(object);
  if (keys.length === 0) addLeaf(sum, path, path, LEAF.noMembers);
  for (const key of keys) add(object[key] as Json, pathOfMember(path, key), sum, depth + 1);
}
