import { reasonOf } from '../unreadable.ts';
import { Elsewhere } from './archive.ts';
import type { Context, Log } from './log.ts';
import { closeTracked, type Tracked } from './tracked.ts';

/**
 * What a job gives that touches the disk; nothing when it fails. That a path leads elsewhere by now shows
 * in a new listing; everything else is a failure, told once, and tried again after a pause.
 */
export async function attempt<T>(
  path: string,
  log: Log,
  { troubles }: Context,
  job: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await job();
  } catch (error) {
    if (isElsewhere(error)) log.stale = true;
    else troubles.fail(path, reasonOf(error));
    return undefined;
  }
}

/** As `attempt`; the file is let go of when it fails: its descriptor may be what is broken. */
export async function attemptFile<T>(
  file: Tracked,
  log: Log,
  context: Context,
  job: () => Promise<T>,
): Promise<T | undefined> {
  return attempt(file.path, log, context, async () => {
    try {
      return await job();
    } catch (error) {
      await closeTracked(file);
      throw error;
    }
  });
}

/** True when a path no longer leads to the file that it led to. */
function isElsewhere(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof Elsewhere || code === 'ENOENT' || code === 'ENOTDIR';
}
