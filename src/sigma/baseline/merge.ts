import type { Entry, Json, Micros } from '../../types.ts';

/** What both know, the latest at the end: the earlier of two beginnings, the later of two sightings. */
export function mergeLearned(one: readonly Entry[], other: readonly Entry[]): Entry[] {
  const all = new Map(one.map(({ key, value }) => [key, value]));
  for (const { key, value } of other) {
    const known = all.get(key);
    all.set(key, known === undefined ? value : merged(known, value));
  }
  return inOrder(all);
}

/** Entries, what was noted last at the end. */
export function inOrder(all: ReadonlyMap<string, Json>): Entry[] {
  return Array.from(all, ([key, value]) => ({ key, value })).sort((a, b) => lastOf(a) - lastOf(b));
}

function lastOf({ value }: Entry): Micros {
  return timesOf(value).at(-1) ?? 0;
}

function merged(one: Json, other: Json): Json {
  const last = Math.max(...[one, other].map((value) => timesOf(value).at(-1) ?? 0));
  if (!Array.isArray(one)) return last;
  return [Math.min(...[one, other].map((value) => timesOf(value)[0] ?? 0)), last];
}

/** When it began, where it is a history, and when it was noted last. */
function timesOf(value: Json): readonly Micros[] {
  return (Array.isArray(value) ? value : [value]) as readonly Micros[];
}
