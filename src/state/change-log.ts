import type { Change, Json } from '../types.ts';

/** Remembers which keys changed since they were last asked for; nothing until `start`. */
export class ChangeLog {
  #keys: Set<string> | undefined;

  /** From now on, changes are remembered: somebody will ask for them. */
  start(): void {
    this.#keys ??= new Set();
  }

  /** Something about a key changed, came or went. */
  note(key: string): void {
    // Added anew, it stands behind those that changed before it.
    this.#keys?.delete(key);
    this.#keys?.add(key);
  }

  /** The keys that changed with what they are now, what changed last at the end. */
  drain(read: (key: string) => Json | undefined): Change[] {
    if (this.#keys === undefined || this.#keys.size === 0) return [];
    const keys = this.#keys;
    this.#keys = new Set();
    return Array.from(keys, (key) => ({ key, value: read(key) }));
  }
}
