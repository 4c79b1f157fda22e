import type { Config } from '../config/index.ts';
import type { Exposition } from '../metrics/registry.ts';
import type { Micros } from '../types.ts';
import type { LiveParts } from './live-parts.ts';

/** What one live command does in its own way. */
export interface LiveCommand {
  /** Throws a `UsageError` when the configuration or the state folder is not right for it. */
  check(config: Config, folder: string): void;
  /** What it follows, given the state folder, and what a log is called in metrics. */
  paths(folder: string): readonly string[];
  sourceOf(log: string): string;
  readonly from: 'beginning' | 'end';
  /** Milliseconds without growth after which a rotated file is complete. */
  readonly drainMs: number;
  /** The lateness where the configuration says nothing. */
  readonly lateness: Micros;
  /** Starts what runs beside the loop, and says that all is well. */
  begin(run: LiveRun): Promise<Beside>;
}

/** A live run on its way. */
export interface LiveRun {
  readonly config: Config;
  /** The state folder. */
  readonly folder: string;
  readonly parts: LiveParts;
  /** The run's metrics; loaded and made when first asked for, as not every run shows them. */
  exposition(): Promise<Exposition>;
  /** Why the program takes no work, or nothing. */
  ready(): string | undefined;
}

/** What runs beside the loop. */
export interface Beside {
  /** Certificates and the like are to be read anew. */
  reload?(): void;
  /** Takes nothing more; resolves when what was taken is stored. */
  stop?(): Promise<void>;
  /** Rejects when it broke down. */
  readonly failed?: Promise<never>;
}
