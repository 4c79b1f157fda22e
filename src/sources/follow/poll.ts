import { stat } from 'node:fs/promises';
import { attemptFile } from './attempt.ts';
import { type Context, endFile, type Log } from './log.ts';
import { type Condition, examine, isDeleted } from './plain.ts';
import type { Tracked } from './tracked.ts';

/** More rotated files than this are not kept open, waiting for late bytes. */
const MOST_OPEN = 8;

/**
 * Looks at the files that are open and at the paths that are written to. Marks the log as stale when
 * something is not what it was; ends the files that nothing more will come of.
 */
export async function pollLog(log: Log, context: Context): Promise<void> {
  log.held = false;
  for (const [path, inode] of log.leads) {
    if ((await inodeAt(path)) !== inode) log.stale = true;
  }
  for (const file of log.queue) {
    if (file.open === undefined) continue;
    if ((await examineFile(file, log, context)) === 'replaced') log.stale = true;
  }
}

/** How an open file is; nothing when that can't be found out, and then it is not open any more. */
export async function examineFile(
  file: Tracked,
  log: Log,
  context: Context,
): Promise<Condition | undefined> {
  const condition = await attemptFile(file, log, context, () => examine(file, context.now()));
  if (condition === 'cut') context.memory.touch(file);
  return condition;
}

/** Ends the files that were read and will surely not grow. */
export async function endComplete(log: Log, context: Context): Promise<void> {
  let open = log.queue.filter((file) => file.open !== undefined).length;
  for (const file of log.queue) {
    if (file.ended || log.currents.has(file) || !isRead(file)) continue;
    const crowded = file.open !== undefined && open > MOST_OPEN;
    if (!(await isComplete(file, crowded, log, context))) continue;
    // What came since the last look is read first.
    if (file.open !== undefined && (await examineFile(file, log, context)) !== 'same') continue;
    if (!isRead(file)) continue;
    if (file.open !== undefined) open--;
    await endFile(file, context);
  }
}

/** All that is known to be in it was read, or it is nowhere to be read. */
function isRead(file: Tracked): boolean {
  if (file.open !== undefined) return file.position >= file.size;
  // Before it was looked at in this run, it may be compressed.
  if (file.compressed || file.checked === '') return false;
  return file.missing === 0 && file.position >= file.size;
}

async function isComplete(
  file: Tracked,
  crowded: boolean,
  log: Log,
  context: Context,
): Promise<boolean> {
  const succeeded = hasSuccessor(file, log);
  const idle = context.now() - file.grown >= context.settings.drainMs;
  if (succeeded && (idle || crowded)) return true;
  if (!(idle || succeeded) || log.ranks.has(file)) return false;
  return (await attemptFile(file, log, context, () => isDeleted(file))) === true;
}

/** True when there is a younger file; one that is in no folder any more is the oldest. */
function hasSuccessor(file: Tracked, { ranks }: Log): boolean {
  return ranks.size > (ranks.get(file) ?? -1) + 1;
}

async function inodeAt(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
