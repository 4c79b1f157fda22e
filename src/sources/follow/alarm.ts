import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Time, so that tests can have their own. */
export interface FollowClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The machine's clock. */
export const machineClock: FollowClock = {
  now: Date.now,
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }).catch(() => {}),
};

/** Wakes up when something may have changed. */
export interface Alarm {
  /** Names came or went since this was set to false. */
  renamed: boolean;
  /** Watches these folders, and no others, as far as the system lets it. */
  watch(folders: ReadonlySet<string>): void;
  /** Ends the wait. */
  ring(): void;
  /** Resolves after so many milliseconds, or when something may have changed. */
  wait(milliseconds: number): Promise<void>;
  close(): void;
}

/** More folders are polled only: watches are scarce. */
const MOST = 256;

/** Milliseconds between two looks at files that are written to all the time. */
const SHORTEST = 4;

/** An alarm that watches nothing yet. */
export function createAlarm(clock: FollowClock): Alarm {
  const watchers = new Map<string, FSWatcher>();
  let rung = false;
  let waiting: AbortController | undefined;

  const drop = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const alarm: Alarm = {
    renamed: false,
    watch(folders) {
      for (const folder of watchers.keys()) if (!folders.has(folder)) drop(folder);
      for (const folder of folders) {
        if (watchers.has(folder) || watchers.size >= MOST) continue;
        const watcher = tryWatch(folder, (event, name) => {
          if (event === 'rename') alarm.renamed = true;
          // The folder itself went: another one may come in its place.
          if (event === 'rename' && name === basename(folder)) drop(folder);
          alarm.ring();
        });
        watcher?.on('error', () => drop(folder));
        if (watcher !== undefined) watchers.set(folder, watcher);
      }
    },
    ring() {
      rung = true;
      waiting?.abort();
    },
    async wait(milliseconds) {
      waiting = new AbortController();
      const short = rung ? Math.min(milliseconds, SHORTEST) : milliseconds;
      // A ring from before shortens the wait; from now on one ends it.
      rung = false;
      await clock.sleep(
        short,
        short < milliseconds ? new AbortController().signal : waiting.signal,
      );
      waiting = undefined;
      rung = false;
    },
    close() {
      for (const folder of watchers.keys()) drop(folder);
    },
  };
  return alarm;
}

type Listener = (event: string, name: string | null) => void;

/** A folder that can't be watched is polled. */
function tryWatch(folder: string, listener: Listener): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, listener);
  } catch {
    return undefined;
  }
}
