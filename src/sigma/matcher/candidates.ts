import type { Json } from '../../types.ts';
import { isScalar } from '../values/value.ts';
import type { Item } from './questions.ts';

/** Those items of a question that may hold of a value, in their order: no other does. */
export type Candidates = (value: Json | undefined) => readonly Item[];

/**
 * Most items ask for texts with a certain beginning: a hundred accounts for which something is usual. Of these only
 * the ones need a look that the value begins like.
 */
export function createCandidates(items: readonly Item[]): Candidates {
  const byBeginning = new Map<string, Item[]>();
  const always = items.filter((item) => {
    const { test } = item;
    const beginnings = test.kind === 'field' ? test.beginnings : undefined;
    for (const text of beginnings ?? []) {
      const alike = byBeginning.get(text) ?? [];
      alike.push(item);
      byBeginning.set(text, alike);
    }
    return beginnings === undefined;
  });
  /** How long beginnings are. */
  const lengths = new Set(Array.from(byBeginning.keys(), ({ length }) => length));
  const collect = (text: string, found: Set<Item>) => {
    for (const length of lengths) {
      if (length > text.length) continue;
      for (const item of byBeginning.get(text.slice(0, length)) ?? []) found.add(item);
    }
  };
  return (value) => {
    const found = new Set<Item>();
    for (const one of Array.isArray(value) ? value : [value]) {
      if (isScalar(one)) collect(String(one).toLowerCase(), found);
    }
    if (found.size === 0) return always;
    return [...always, ...found].sort((a, b) => a.index - b.index);
  };
}
