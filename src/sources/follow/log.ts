import type { LiveBlock } from '../../types.ts';
import type { FileMemory } from './memory.ts';
import type { NamedLog } from './paths.ts';
import { closeTracked, type Tracked } from './tracked.ts';
import type { Troubles } from './troubles.ts';

/** How files are followed. */
export interface Settings {
  /** Where a log that is there at the very first start is read from. */
  readonly from: 'beginning' | 'end';
  /** Milliseconds without growth after which a rotated file is taken to be complete. */
  readonly drainMs: number;
}

/** What all logs share. */
export interface Context {
  readonly memory: FileMemory;
  readonly troubles: Troubles;
  readonly settings: Settings;
  /** Milliseconds since 1970. */
  now(): number;
  /** Ends and failures, yielded before more is read. */
  tell(block: LiveBlock): void;
}

/** A log while it is followed. */
export interface Log {
  named: NamedLog;
  /** Files that are not read to their end for good, oldest first. */
  queue: readonly Tracked[];
  /** The place of each file that is there: the oldest has 0. */
  ranks: ReadonlyMap<Tracked, number>;
  /** What the log is written to now. */
  currents: ReadonlySet<Tracked>;
  /** What the paths that are written to led to when they were looked at last: inodes by path. */
  leads: ReadonlyMap<string, string | undefined>;
  /** Its folders are to be listed again. */
  stale: boolean;
  /** Nothing can be read before the next look. */
  held: boolean;
  /** It was never looked at, in no run. */
  first: boolean;
  /** When it was its turn last. */
  turn: number;
}

/** A log that was not looked at yet. */
export function newLog(named: NamedLog, first: boolean): Log {
  return {
    named,
    queue: [],
    ranks: new Map(),
    currents: new Set(),
    leads: new Map(),
    stale: true,
    held: false,
    first,
    turn: 0,
  };
}

/** A file is read to its end for good: nothing more will come of it. */
export async function endFile(file: Tracked, context: Context): Promise<void> {
  file.ended = true;
  file.done = file.offset >= file.position;
  context.memory.touch(file);
  context.tell({ kind: 'end', file: file.id });
  await closeTracked(file);
}

/** True when a file may be read now; whether there are bytes in it shows. */
export function isReadable(file: Tracked, { troubles }: Context): boolean {
  if (file.ended || !troubles.mayTry(file.path)) return false;
  if (file.open !== undefined) return file.size > file.position;
  return file.missing === 0 && (file.compressed || file.size > file.position);
}

/** The bytes of a log that are there and were not read; those of compressed files as they are on disk. */
export function unread({ queue }: Log): number {
  let bytes = 0;
  for (const { compressed, open, ended, size, position } of queue) {
    if (ended) continue;
    bytes += compressed && open === undefined ? size : Math.max(0, size - position);
  }
  return bytes;
}
