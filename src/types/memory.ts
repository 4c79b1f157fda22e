import type { Json } from './json.ts';

/** One thing that a part of satrap remembers across restarts. */
export interface Entry {
  readonly key: string;
  readonly value: Json;
}

/** An entry that was written, or, where the value is `undefined`, forgotten. */
export interface Change {
  readonly key: string;
  readonly value: Json | undefined;
}

/**
 * A part whose memory survives a restart. What all parts give between two looks at the input is stored
 * together, so that they come back as of one instant.
 */
export interface Memory {
  /** Under which name it is stored: unique and the same in every run. */
  readonly owner: string;
  /** What changed since the last call, each key once, what changed last at the end. */
  changes(): readonly Change[];
  /** Takes back all that was stored, what was written last at the end. Called once, before anything else. */
  restore(entries: readonly Entry[]): void;
}
