import type { Beginning } from './archive.ts';
import type { Context } from './log.ts';
import { isCopy, ownerOf } from './match.ts';
import { begin, putDown, type Scan } from './placing.ts';
import { hasPlainTwin, isCompressedName, isRotation, type Seen } from './siblings.ts';
import { newTracked, type Tracked } from './tracked.ts';

/** What files are whose inode is not known: known ones in another guise, copies, or new ones. */

/** A compressed file that ends too early and is younger than this, in milliseconds, is still being written. */
const BEING_WRITTEN = 5000;

/** Finds out what a file is whose inode is not known: a known file in another guise, a copy, or a new one. */
export async function placeStranger(
  scan: Scan,
  seen: Seen,
  tracked: readonly Tracked[],
): Promise<void> {
  const { log, context, placed } = scan;
  const known = tracked.filter((file) => !placed.has(file));
  if (!isWanted(seen) && known.length === 0) return;
  // An empty file may be about to become a copy: only what is written to is taken as it is.
  if (hasPlainTwin(seen, scan.seen) || (seen.size === 0 && !seen.current)) return;
  const beginning = await begin(seen, log, context);
  if (beginning === undefined || isBeingWritten(seen, beginning, context)) return;
  const owner = ownerOf(beginning, known);
  if (owner !== undefined) relocate(owner, seen, beginning, scan);
  else if (isWanted(seen) && !isCopy(seen.size, beginning, [...placed.keys()])) {
    adopt(scan, seen, beginning);
  }
}

/** A file that is called as the log itself is read where it was asked for; rotations always are. */
function isWanted({ named, name, path }: Seen): boolean {
  return named || isRotation(name) || isCompressedName(path);
}

function isBeingWritten(seen: Seen, { damage }: Beginning, context: Context): boolean {
  if (isCompressedName(seen.path) && seen.size === 0) return true;
  const age = context.now() - Number(seen.modified / 1_000_000n);
  return damage !== undefined && age < BEING_WRITTEN;
}

/** A known file is found under another inode. What is open is read to its end where it is. */
function relocate(file: Tracked, seen: Seen, { compressed }: Beginning, scan: Scan): void {
  file.inode = seen.inode;
  file.compressed = compressed;
  if (file.open === undefined) {
    file.checked = seen.stamp;
    file.size = seen.size;
    // More is in the copy than was read before the end was told.
    if (file.ended && !compressed && file.offset > 0 && seen.size > file.position) {
      file.ended = false;
      file.done = false;
    }
  }
  putDown(file, seen, scan);
  scan.context.memory.touch(file);
}

function adopt(scan: Scan, seen: Seen, beginning: Beginning): void {
  const { log, context } = scan;
  const { inode, size, head, compressed } = beginning;
  const file = newTracked({ log: log.named.key, path: seen.path, inode, size, compressed }, head);
  if (log.first && (context.settings.from === 'end' || !seen.named)) {
    if (seen.current) file.offset = size;
    else {
      file.done = true;
      file.ended = true;
    }
    file.position = file.offset;
  }
  file.checked = seen.stamp;
  context.memory.add(file);
  putDown(file, seen, scan);
}
