import type { Change, Json, Memory } from '../types.ts';
import type { Store } from './store.ts';

/** Brings what parts remember to disk, all of it as of one instant. */
export interface Checkpoint {
  /**
   * Writes what changed since it was last written; gives why it could not be, or nothing. What could
   * not be written is kept and written with the next. To be called between two looks at the input.
   */
  save(): string | undefined;
  /** Gives a part what it had stored; from then on its changes are written too. */
  add(memory: Memory): void;
  /** No longer writes the changes of a part; what it has stored stays until `sweep`. */
  drop(memory: Memory): void;
  /** Forgets what parts that are not here any more have stored. */
  sweep(): void;
}

/** A checkpoint without parts. */
export function createCheckpoint(store: Store): Checkpoint {
  const memories = new Set<Memory>();
  let unsaved = new Map<string, Map<string, Json | undefined>>();

  const gather = () => {
    for (const memory of memories) {
      const changes = memory.changes();
      if (changes.length === 0) continue;
      const waiting = unsaved.get(memory.owner) ?? new Map<string, Json | undefined>();
      unsaved.set(memory.owner, waiting);
      for (const { key, value } of changes) {
        // Set anew, a key stands behind those that changed before it.
        waiting.delete(key);
        waiting.set(key, value);
      }
    }
  };

  return {
    save() {
      gather();
      if (unsaved.size === 0) return undefined;
      try {
        store.commit(listed(unsaved));
      } catch (error) {
        return (error as Error).message;
      }
      unsaved = new Map();
      return undefined;
    },
    add(memory) {
      memory.restore(store.load(memory.owner));
      memories.add(memory);
    },
    drop: (memory) => memories.delete(memory),
    sweep: () => store.retain(new Set(Array.from(memories, ({ owner }) => owner))),
  };
}

function listed(
  unsaved: ReadonlyMap<string, ReadonlyMap<string, Json | undefined>>,
): Map<string, Change[]> {
  return new Map(
    Array.from(unsaved, ([owner, changes]) => [
      owner,
      Array.from(changes, ([key, value]) => ({ key, value })),
    ]),
  );
}
