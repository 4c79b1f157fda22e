import { type Beginning, readBeginning } from './archive.ts';
import { attempt } from './attempt.ts';
import { resize } from './changed.ts';
import type { Context, Log } from './log.ts';
import { isSame } from './match.ts';
import { examineFile } from './poll.ts';
import type { Seen } from './siblings.ts';
import { closeTracked, type Tracked } from './tracked.ts';

/** Which files are where they were, by name or by inode. */

/** One look at a log. */
export interface Scan {
  readonly log: Log;
  readonly context: Context;
  readonly seen: readonly Seen[];
  /** Which file is where. */
  readonly placed: Map<Tracked, Seen>;
}

/** How a file begins; nothing when it can't be read, or its path has another file by now. */
export async function begin(
  seen: Seen,
  log: Log,
  context: Context,
): Promise<Beginning | undefined> {
  if (!context.troubles.mayTry(seen.path)) return undefined;
  const beginning = await attempt(seen.path, log, context, () => readBeginning(seen.path));
  if (beginning === undefined) return undefined;
  if (beginning.inode === seen.inode) {
    context.troubles.clear(seen.path);
    return beginning;
  }
  // Nothing that was concluded from the listing holds: it is made again.
  log.stale = true;
  return undefined;
}

/** Takes down where a file is. */
export function putDown(file: Tracked, seen: Seen, { placed, context }: Scan): void {
  placed.set(file, seen);
  file.missing = 0;
  if (file.grown === 0) file.grown = Math.min(context.now(), Number(seen.modified / 1_000_000n));
  if (file.path === seen.path) return;
  file.path = seen.path;
  context.memory.touch(file);
}

/** Places the files that are where they were, by name or by inode; gives the others. */
export async function placeKnown(scan: Scan, tracked: readonly Tracked[]): Promise<Seen[]> {
  const byInode = new Map<string, Tracked[]>();
  const index = (inode: string, file: Tracked) => {
    const files = byInode.get(inode);
    if (files === undefined) byInode.set(inode, [file]);
    else files.push(file);
  };
  // While it is open its inode belongs to nobody else.
  for (const file of tracked) if (file.open !== undefined) index(file.open.inode, file);
  for (const file of tracked) if (file.open?.inode !== file.inode) index(file.inode, file);
  const strangers: Seen[] = [];
  for (const seen of scan.seen) {
    let known = false;
    for (const file of byInode.get(seen.inode) ?? []) {
      if (scan.placed.has(file) || !(await isStill(file, seen, scan))) continue;
      if (scan.log.stale) return strangers;
      putDown(file, seen, scan);
      known = true;
      break;
    }
    if (!known) strangers.push(seen);
  }
  return strangers;
}

/** True when what has a file's inode has its content as well. */
async function isStill(file: Tracked, seen: Seen, { log, context }: Scan): Promise<boolean> {
  if (file.open?.inode === seen.inode) {
    const condition = await examineFile(file, log, context);
    // Its rest may be in a copy; the inode begins anew.
    if (condition === 'replaced') await closeTracked(file);
    return condition !== 'replaced';
  }
  if (file.open !== undefined || file.checked === seen.stamp) return true;
  const beginning = await begin(seen, log, context);
  if (beginning === undefined) return true;
  if (!isSame(file, beginning)) return false;
  file.compressed = beginning.compressed;
  file.checked = seen.stamp;
  resize(file, seen.size, context);
  return true;
}
