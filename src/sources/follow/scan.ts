import { arrange } from './arrange.ts';
import { attempt } from './attempt.ts';
import { miss } from './changed.ts';
import type { Context, Log } from './log.ts';
import { keyOf, placeOf } from './paths.ts';
import { placeKnown, type Scan } from './placing.ts';
import { openTracked } from './plain.ts';
import type { Round } from './round.ts';
import { type ListFolder, type Listing, listLog, newListing } from './siblings.ts';
import { placeStranger } from './strangers.ts';
import type { Tracked } from './tracked.ts';

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
