import type { LiveBlock, LiveSource, Micros } from '../../types.ts';
import { createAlarm, type FollowClock, machineClock } from './alarm.ts';
import { type Context, isReadable, type Log, unread } from './log.ts';
import { createLook } from './look.ts';
import { createFileMemory } from './memory.ts';
import { readLog } from './read.ts';
import { closeTracked, type Tracked } from './tracked.ts';
import { createTroubles } from './troubles.ts';

export type { FollowClock } from './alarm.ts';

/** How files are followed. */
export interface FollowOptions {
  /** Where logs are read from that are there at the very first start. Logs that come later: from their beginning. */
  readonly from: 'beginning' | 'end';
  /** Milliseconds between two looks at the files that are known; 100. */
  readonly pollMs?: number;
  /** Milliseconds between two looks for files; 1000. */
  readonly listMs?: number;
  /** Milliseconds without growth after which a rotated file is taken to be complete; 60,000. */
  readonly drainMs?: number;
  /** Whether changes are waited for as well where the system tells them; true. */
  readonly watch?: boolean;
  readonly clock?: FollowClock;
}

/** How far a log is behind. */
export interface Lag {
  /** The path that it is written to. */
  readonly log: string;
  /** On disk and not read, when it was looked at last; of compressed files, all bytes until they are read. */
  readonly bytes: number;
  /** The newest event time settled, 0 where there is none. */
  readonly latest: Micros;
}

/** Logs that are followed. */
export interface FollowSource extends LiveSource {
  /** How far each log is behind; reads nothing. */
  lag(): readonly Lag[];
  /**
   * Paths of rotated files, compressed ones too, that are read and settled to their end, as of the last
   * listing. Reads nothing.
   */
  finished(): readonly string[];
}

/**
 * Follows the logs that files, folders and globs name, through renaming, truncation, compression and
 * restarts. What can't be read is a `failure` block; it never throws for a file.
 */
export function followFiles(paths: readonly string[], options: FollowOptions): FollowSource {
  const clock = options.clock ?? machineClock;
  const outbox: LiveBlock[] = [];
  const memory = createFileMemory();
  const tell = (block: LiveBlock) => void outbox.push(block);
  const context: Context = {
    memory,
    tell,
    now: clock.now,
    troubles: createTroubles(tell, clock.now),
    settings: { from: options.from, drainMs: options.drainMs ?? 60_000 },
  };
  const logs = new Map<string, Log>();
  const alarm = createAlarm(clock);
  const { pollMs = 100, listMs = 1000 } = options;
  const look = createLook({
    paths,
    pollMs,
    listMs,
    context,
    logs,
    alarm: options.watch === false ? undefined : alarm,
  });
  return {
    owner: 'files',
    changes: memory.changes,
    restore: memory.restore,
    settle: memory.settle,
    lag: () =>
      [...logs].map(([log, state]) => ({ log, bytes: unread(state), latest: memory.latest(log) })),
    finished: () => finishedPaths(logs),
    async *open(signal) {
      const ring = () => alarm.ring();
      signal.addEventListener('abort', ring);
      let turn = 0;
      try {
        for (let idle = true; !signal.aborted; ) {
          await look(idle);
          const log = furthestBehind(logs, context);
          const block = log === undefined ? undefined : await readLog(log, context);
          if (log !== undefined) log.turn = ++turn;
          for (let told = outbox.shift(); told !== undefined; told = outbox.shift()) {
            if (signal.aborted) return;
            yield told;
          }
          if (signal.aborted) return;
          if (block !== undefined) yield block;
          idle = log === undefined;
          if (!idle) continue;
          await alarm.wait([...logs.values()].some(({ stale }) => stale) ? 5 : pollMs);
        }
      } finally {
        signal.removeEventListener('abort', ring);
        alarm.close();
        for (const file of memory.files.values()) await closeTracked(file);
      }
    },
  };
}

/** Of the logs that have something to read, the one whose newest event is the oldest; then in turn. */
function furthestBehind(logs: ReadonlyMap<string, Log>, context: Context): Log | undefined {
  let first: Log | undefined;
  let earliest = 0;
  for (const [key, log] of logs) {
    if (log.held || log.stale || !log.queue.some((file) => isReadable(file, context))) continue;
    const latest = context.memory.latest(key);
    if (first !== undefined && (latest - earliest || log.turn - first.turn) >= 0) continue;
    first = log;
    earliest = latest;
  }
  return first;
}

function finishedPaths(logs: ReadonlyMap<string, Log>): string[] {
  const paths: string[] = [];
  for (const { ranks, currents } of logs.values()) {
    for (const file of ranks.keys()) {
      if (!currents.has(file) && isFinished(file)) paths.push(file.path);
    }
  }
  return paths;
}

/** Read and settled to its end: of what is compressed, all that could be read. */
function isFinished({ checked, compressed, done, damaged, offset, size }: Tracked): boolean {
  // Before it was looked at in this run, it may be compressed; what was never to be read has no offset.
  if (checked === '' || (offset === 0 && !damaged)) return false;
  return compressed ? done : offset >= size;
}
