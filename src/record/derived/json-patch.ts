import type { Json, JsonObject } from '../../types.ts';
import { at, objectOf } from './json.ts';

/** Longer paths than any API object has, and more operations than one patch may hold (kube-apiserver: 10,000). */
const DEEPEST = 64;
const MOST = 10_000;

/** An object that is being put together: has no prototype, so that no key means anything else. */
interface Building {
  [key: string]: Json | Building;
}

/** How many elements were put at the ends of lists: tells them apart. */
let ends = 0;

/**
 * What a JSON Patch (RFC 6902) says of the object it is for: what its operations `add` and `replace` put
 * there, by itself. Elements of lists become a list in the order in which they are named.
 */
export function objectOfPatch(patch: readonly Json[]): JsonObject {
  const root: Building = emptyBuilding();
  for (const step of patch.slice(0, MOST)) {
    const operation = objectOf(step);
    const kind = at(operation, 'op');
    const path = at(operation, 'path');
    const value = at(operation, 'value');
    if ((kind !== 'add' && kind !== 'replace') || typeof path !== 'string') continue;
    if (value !== undefined) put(root, keysOf(path), value);
  }
  return finished(root);
}

/** RFC 6901, section 4. */
function keysOf(pointer: string): string[] {
  const [, ...keys] = pointer.split('/');
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function put(root: Building, keys: readonly string[], value: Json): void {
  if (keys.length === 0 || keys.length > DEEPEST) {
    const whole = keys.length === 0 ? objectOf(value) : undefined;
    if (whole !== undefined) Object.assign(root, whole);
    return;
  }
  let place = root;
  for (const key of keys.slice(0, -1)) {
    const next = place[key];
    // The event's own values are left as they are.
    const own = isBuilding(next)
      ? next
      : Object.assign(emptyBuilding(), objectOf(next) ?? asEntries(next));
    place[key] = own;
    place = own;
  }
  const last = keys.at(-1) as string;
  // `-` is the end of a list: each one is a new element.
  place[last === '-' ? `-${ends++}` : last] = value;
}

function emptyBuilding(): Building {
  return Object.create(null) as Building;
}

function isBuilding(value: Json | Building | undefined): value is Building {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}

function asEntries(value: Json | undefined): Record<string, Json> {
  return Array.isArray(value) ? Object.fromEntries((value as Json[]).entries()) : {};
}

/** Objects of which every key is a place in a list are lists. */
function finished(value: Building): JsonObject {
  const entries = Object.entries(value).map(([key, below]): [string, Json] => {
    if (!isBuilding(below)) return [key, below];
    const whole = finished(below);
    const keys = Object.keys(whole);
    const isList = keys.length > 0 && keys.every((each) => /^-?\d+$/.test(each));
    return [key, isList ? Object.values(whole) : whole];
  });
  return Object.fromEntries(entries);
}
