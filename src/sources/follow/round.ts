import type { FileMemory } from './memory.ts';
import { type ListFolder, newListing } from './siblings.ts';

/** One look at all logs, or some: each folder is listed once, each file belongs to one log. */
export interface Round {
  readonly list: ListFolder;
  /** Takes a file for a log; false when it is another log's. */
  claim(inode: string, log: string): boolean;
}

/** Files that are known stay with their logs; others go to the log that claims them first. */
export function newRound(memory: FileMemory, followed: ReadonlyMap<string, unknown>): Round {
  const owners = new Map<string, string>();
  for (const { log, inode, open, missing } of memory.files.values()) {
    if (missing === 0 && followed.has(log)) owners.set(open?.inode ?? inode, log);
  }
  return {
    list: newListing(),
    claim(inode, log) {
      const owner = owners.get(inode);
      if (owner === undefined) owners.set(inode, log);
      return owner === undefined || owner === log;
    },
  };
}
