import { keptBy } from '../../collections/kept-by.ts';
import { ByAlike } from '../../record/by-alike.ts';
import type { NumberedValues } from '../../types.ts';
import { LIST_BITS } from './list-numbers.ts';

/**
 * What gists say of records that are alike, in one small whole number, which stands where it is looked up: the number of their
 * list of rules, their kind, and whether all of them have that list. 0: nothing is known.
 */
export type AlikeGist = number;

/** By stream, what is known of its records. */
export function alikeGists(): (values: NumberedValues) => ByAlike<AlikeGist> {
  return keptBy((values: NumberedValues) => new ByAlike<AlikeGist>(values));
}

/** `isAll`: all of them have this list; otherwise it is that of the record that came last. */
export function alikeGist(list: number, kind: number, isAll: boolean): AlikeGist {
  const fits = list < 2 ** LIST_BITS;
  return fits ? (((kind << LIST_BITS) | list) << 1) | (isAll ? 1 : 0) : 0;
}

/** Whether all records like these have the same list. */
export function isOfAll(gist: AlikeGist): boolean {
  return (gist & 1) === 1;
}

/** The number of the list. */
export function listIn(gist: AlikeGist): number {
  return (gist >> 1) & (2 ** LIST_BITS - 1);
}

/** The kind. */
export function kindIn(gist: AlikeGist): number {
  return gist >> (LIST_BITS + 1);
}
