import type { Store } from '../../src/state/store.ts';
import type { Change, Json } from '../../src/types.ts';

/** A store that forgets everything at the end of the test; what it gives went through JSON, as on disk. */
export function memoryStore(): Store & { failing: string | undefined } {
  const owners = new Map<string, Map<string, string>>();
  const apply = (rows: Map<string, string>, { key, value }: Change) => {
    rows.delete(key);
    if (value !== undefined) rows.set(key, JSON.stringify(value));
  };
  return {
    failing: undefined,
    load: (owner) =>
      Array.from(owners.get(owner) ?? [], ([key, text]) => ({
        key,
        value: JSON.parse(text) as Json,
      })),
    commit(changes) {
      if (this.failing !== undefined) throw new Error(this.failing);
      for (const [owner, ones] of changes) {
        const rows = owners.get(owner) ?? new Map<string, string>();
        owners.set(owner, rows);
        for (const change of ones) apply(rows, change);
      }
    },
    has: (owner, key) => owners.get(owner)?.has(key) === true,
    sync() {},
    retain(known) {
      for (const owner of owners.keys()) if (!known.has(owner)) owners.delete(owner);
    },
    close() {},
  };
}
