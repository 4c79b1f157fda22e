import { type Beginning, readBeginning } from './archive.ts';
import { attempt } from './attempt.ts';
import { miss, resize } from './changed.ts';
import { type Context, type Log } from './log.ts';
import { isCopy, isSame, ownerOf } from './match.ts';
import { keyOf, placeOf } from './paths.ts';
import { openTracked } from './plain.ts';
import { examineFile } from './poll.ts';
import type { Round } from './round.ts';
import {
  hasPlainTwin,
  isCompressedName,
  isRotation,
  isWrittenTo,
  type ListFolder,
  type Listing,
  listLog,
  newListing,
  type Seen,
} from './siblings.ts';
import { closeTracked, newTracked, type Tracked } from './tracked.ts';

/** A compressed file that ends too early and is younger than this, in milliseconds, is still being written. */
const BEING_WRITTEN = 5000;

/**
 * Lists a log's folders and finds out which file is which: files that were renamed, copied, compressed,
 * truncated, replaced, or are new.
 */
export async function scanLog(log: Log, context: Context, round: Round): Promise<void> {
  log.stale = false;
  const { key } = log.named;
  const tracked = [...context.memory.ofLog(key)];
  const listing = await listAll(log, tracked, round.list);
  for (const { path, reason } of listing.failures) context.troubles.fail(path, reason);
  const seen = listing.seen.filter(({ inode }) => round.claim(inode, key));
  const scan: Scan = { log, context, seen, placed: new Map() };
  const strangers = await placeKnown(scan, tracked);
  if (strangers.length > 0 && !log.stale) log.stale = await isChanging(log, tracked, listing);
  for (const stranger of strangers) {
    if (log.stale) return;
    await placeStranger(scan, stranger, tracked);
  }
  if (log.stale) return;
  if (listing.failures.length === 0) {
    for (const file of tracked) if (!scan.placed.has(file)) await miss(file, context);
    log.first = false;
  }
  arrange(scan);
  await openCurrent(scan);
}

/** One look at a log. */
interface Scan {
  readonly log: Log;
  readonly context: Context;
  readonly seen: readonly Seen[];
  /** Which file is where. */
  readonly placed: Map<Tracked, Seen>;
}

/** Where files of the log were before is looked at as well: a link may lead elsewhere by now. */
async function listAll(log: Log, tracked: readonly Tracked[], list: ListFolder): Promise<Listing> {
  const { named } = log;
  const places = new Map(named.places.map((place) => [keyOf(place), place]));
  for (const file of tracked) {
    if (file.ended) continue;
    const place = placeOf(file.path);
    places.set(keyOf(place), place);
  }
  return listLog({ ...named, places: [...places.values()] }, list);
}

/**
 * True when files were renamed while they were listed: who is whose copy, and what is not there, can only be
 * told when nothing moves.
 */
async function isChanging(
  log: Log,
  tracked: readonly Tracked[],
  { seen }: Listing,
): Promise<boolean> {
  const again = await listAll(log, tracked, newListing());
  const inodes = new Map(again.seen.map(({ path, inode }) => [path, inode]));
  return seen.length !== inodes.size || seen.some(({ path, inode }) => inodes.get(path) !== inode);
}

/** Places the files that are where they were, by name or by inode; gives the others. */
async function placeKnown(scan: Scan, tracked: readonly Tracked[]): Promise<Seen[]> {
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

/** Takes down where a file is. */
function putDown(file: Tracked, seen: Seen, { placed, context }: Scan): void {
  placed.set(file, seen);
  file.missing = 0;
  if (file.grown === 0) file.grown = Math.min(context.now(), Number(seen.modified / 1_000_000n));
  if (file.path === seen.path) return;
  file.path = seen.path;
  context.memory.touch(file);
}

/** Finds out what a file is whose inode is not known: a known file in another guise, a copy, or a new one. */
async function placeStranger(scan: Scan, seen: Seen, tracked: readonly Tracked[]): Promise<void> {
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

/** What is written to must stay at hand when it is renamed and deleted. */
async function openCurrent({ log, context }: Scan): Promise<void> {
  for (const file of log.currents) {
    if (file.open === undefined && !file.compressed && !file.ended) {
      await openNow(file, log, context);
    }
  }
}

async function openNow(file: Tracked, log: Log, context: Context): Promise<void> {
  if (!context.troubles.mayTry(file.path)) return;
  const opened = await attempt(file.path, log, context, () => openTracked(file));
  if (opened === false) log.stale = true;
}

/** How a file begins; nothing when it can't be read, or its path has another file by now. */
async function begin(seen: Seen, log: Log, context: Context): Promise<Beginning | undefined> {
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

/** Takes down what there is, in order. */
function arrange({ log, context, seen, placed }: Scan): void {
  const ranks = new Map<Tracked, number>();
  const currents = new Set<Tracked>();
  const bySeen = new Map([...placed].map(([file, { inode }]) => [inode, file]));
  for (const { inode, current } of seen) {
    const file = bySeen.get(inode);
    if (file === undefined) continue;
    ranks.set(file, ranks.size);
    if (current) currents.add(file);
  }
  log.ranks = ranks;
  log.currents = currents;
  log.queue = [...context.memory.ofLog(log.named.key)]
    .filter((file) => !file.ended)
    .sort((a, b) => (ranks.get(a) ?? -1) - (ranks.get(b) ?? -1));
  const inodes = new Map(seen.map(({ path, inode }) => [path, inode]));
  const leads = new Map<string, string | undefined>();
  for (const [real, asked] of log.named.named) {
    if (isWrittenTo(asked)) leads.set(asked, inodes.get(real));
  }
  log.leads = leads;
}
