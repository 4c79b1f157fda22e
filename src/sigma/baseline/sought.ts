import type { Text } from '../correlation/values.ts';
import type { Combination } from './histories.ts';

/** A combination in a history that an event is of. Records that are the same in this share it. */
export interface Sought {
  /** Equal for equal groups and values only; `partsOf` tells them, so that they need no room of their own. */
  readonly id: string;
  /** Where it was met last, so that it need not be looked up again. */
  met: Combination | undefined;
}

/** The ids are what histories and combinations are stored under. */
export function groupIdOf(group: readonly Text[]): string {
  return JSON.stringify([group]);
}

/** See `groupIdOf`. */
export function combinationIdOf(group: readonly Text[], values: readonly Text[]): string {
  return JSON.stringify([group, values]);
}

/** The group and the values of a combination. */
export interface Parts {
  readonly group: readonly Text[];
  readonly values: readonly Text[];
}

/** What an id was made of. */
export function partsOf(id: string): Parts {
  const [group, values] = JSON.parse(id) as readonly [readonly Text[], readonly Text[]];
  return { group, values };
}

/** How many combinations of one baseline are known at once; past it, they are all made anew. */
const MOST = 32_768;

/** Gives what is sought, the same object for the same combination as long as there are not too many. */
export function shareSought(): (group: readonly Text[], values: readonly Text[]) => Sought {
  const known = new Map<string, Sought>();
  return (group, values) => {
    const id = combinationIdOf(group, values);
    const same = known.get(id);
    if (same !== undefined) return same;
    if (known.size >= MOST) known.clear();
    const sought = { id, met: undefined };
    known.set(id, sought);
    return sought;
  };
}
