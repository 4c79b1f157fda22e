import type { LiveBlock } from '../../types.ts';
import { Unreadable } from '../unreadable.ts';
import { Elsewhere, readArchive } from './archive.ts';
import { attemptFile } from './attempt.ts';
import { type Context, endFile, isReadable, type Log } from './log.ts';
import { openTracked, readBlock } from './plain.ts';
import type { Tracked } from './tracked.ts';

/** The next bytes of a log, of the oldest file that has some. None: the log is to be looked at first. */
export async function readLog(log: Log, context: Context): Promise<LiveBlock | undefined> {
  for (const file of log.queue) {
    if (!isReadable(file, context)) continue;
    const offset = file.position;
    const time = file.time || context.memory.latest(file.log);
    const bytes = await guarded(log, file, context);
    if (log.stale) break;
    if (bytes === undefined || bytes.length === 0) continue;
    return { kind: 'bytes', file: file.id, log: file.log, origin: file.path, offset, time, bytes };
  }
  log.held = true;
  return undefined;
}

/** What a file gives, where it can be read. */
async function guarded(log: Log, file: Tracked, context: Context): Promise<Buffer | undefined> {
  const plain = file.open !== undefined || !file.compressed;
  const bytes = await attemptFile(file, log, context, () =>
    plain ? readPlain(log, file) : readPiece(file, context),
  );
  if (bytes !== undefined) context.troubles.clear(file.path);
  return bytes;
}

async function readPlain(log: Log, file: Tracked): Promise<Buffer | undefined> {
  if (file.open === undefined && !(await openTracked(file))) throw new Elsewhere();
  const bytes = await readBlock(file);
  if (bytes === 'replaced') {
    file.checked = '';
    log.stale = true;
    return undefined;
  }
  if (bytes.length === 0) {
    // It was cut: the next look finds out how.
    file.size = file.position;
    file.checked = '';
  }
  return bytes;
}

/** The next piece of a compressed file, whose end is its end for good. */
async function readPiece(file: Tracked, context: Context): Promise<Buffer | undefined> {
  file.pieces ??= readArchive(file.path, file.inode, file.position);
  try {
    const { done, value } = await file.pieces.next();
    if (done !== true) {
      file.position += value.length;
      return value;
    }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    file.damaged = true;
    context.tell({ kind: 'failure', origin: file.path, reason: error.message });
  }
  await endFile(file, context);
  return undefined;
}
