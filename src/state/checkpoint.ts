import type { Change, Json, Memory } from '../types.ts';
import { StateError, type Store } from './store.ts';

/** Brings what parts remember to disk, all of it as of one instant. */
export interface Checkpoint {
  /**
   * Writes what changed since it was last written; gives why it could not be, or nothing. What could
   * not be written is kept and written with the next. To be called between two looks at the input.
   */
  save(): string | undefined;
  /**
   * Gives parts what they had stored, and from then on writes their changes too; what parts that are not
   * here any more have stored is forgotten with the next save. Throws a `StateError` when a part can't
   * take back what it had stored; then none was added.
   */
  adopt(memories: readonly Memory[]): void;
  /** No longer writes the changes of parts. */
  drop(memories: readonly Memory[]): void;
  /** What was saved stays saved, whatever happens to the machine. Throws a `StateError`. */
  sync(): void;
}

type Unsaved = Map<string, Map<string, Json | undefined>>;

/** A checkpoint without parts. */
export function createCheckpoint(store: Store): Checkpoint {
  const memories = new Set<Memory>();
  let unsaved: Unsaved = new Map();
  let failing = false;
  let cluttered = false;

  const gather = (memory: Memory) => {
    const { owner } = memory;
    const changes = memory.changes();
    if (changes.length === 0) return;
    const waiting = unsaved.get(owner) ?? new Map<string, Json | undefined>();
    unsaved.set(owner, waiting);
    for (const { key, value } of changes) {
      // Set anew, a key stands behind those that changed before it.
      waiting.delete(key);
      // While nothing can be written, what came and went leaves no trace.
      if (value !== undefined || !failing || store.has(owner, key)) waiting.set(key, value);
    }
  };
  const forgetOthers = () => {
    try {
      store.retain(new Set(Array.from(memories, ({ owner }) => owner)));
      cluttered = false;
    } catch {
      // It only takes up room: the next save tries again.
    }
  };

  return {
    save() {
      for (const memory of memories) gather(memory);
      try {
        if (unsaved.size > 0) store.commit(listed(unsaved));
      } catch (error) {
        failing = true;
        return (error as Error).message;
      }
      failing = false;
      unsaved = new Map();
      if (cluttered) forgetOthers();
      return undefined;
    },
    adopt(added) {
      for (const memory of added) restore(memory, store);
      for (const memory of added) memories.add(memory);
      cluttered = true;
    },
    drop(dropped) {
      for (const memory of dropped) memories.delete(memory);
    },
    sync: () => store.sync(),
  };
}

function restore(memory: Memory, store: Store): void {
  const entries = store.load(memory.owner);
  try {
    memory.restore(entries);
  } catch (error) {
    const reason = (error as Error).message;
    throw new StateError(
      `the state of ${memory.owner} can't be used (${reason}): start over with --state-reset`,
      { cause: error },
    );
  }
}

function listed(unsaved: Unsaved): Map<string, Change[]> {
  return new Map(
    Array.from(unsaved, ([owner, changes]) => [
      owner,
      Array.from(changes, ([key, value]) => ({ key, value })),
    ]),
  );
}
