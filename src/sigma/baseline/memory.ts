import type { Entry, Memory } from '../../types.ts';
import type { BaselineRule } from '../rule-set.ts';
import type { Histories } from './histories.ts';

/** What baselines have learned elsewhere, by `ownerOf`; what was noted last at the end. */
export type Learned = ReadonlyMap<string, readonly Entry[]>;

/** Under which name a baseline's histories are stored: as long as it is the same, they are worth something. */
export function ownerOf({ info, version }: Pick<BaselineRule, 'info' | 'version'>): string {
  return `baseline/${info.id}/${version}`;
}

/** What a memory needs to know. */
export interface HistoriesMemoryOptions {
  readonly owner: string;
  /** What it begins with where nothing was stored. */
  readonly learned: readonly Entry[];
  /** To be called when much was taken in. */
  bound(): void;
}

/** The memory of a baseline's histories, which have what was learned from now on. */
export function historiesMemory(
  histories: Histories,
  { owner, learned, bound }: HistoriesMemoryOptions,
): Memory {
  histories.load(learned);
  bound();
  return {
    owner,
    changes: () => histories.log.drain((key) => histories.saved(key)),
    restore(entries) {
      if (entries.length > 0) histories.clear();
      histories.log.start();
      if (entries.length > 0) histories.load(entries);
      else histories.noteAll();
      bound();
    },
  };
}
