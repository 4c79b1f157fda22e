import { type Context, endFile } from './log.ts';
import { isWrittenTo } from './siblings.ts';
import type { Tracked } from './tracked.ts';

/** Milliseconds after which a file that is found nowhere is given up; what was read of it, forgotten. */
const LOST = 2000;
const FORGET = 60_000;

/** A file that is not open may have grown, or lost its end. */
export function resize(file: Tracked, size: number, context: Context): void {
  const before = file.size;
  file.size = size;
  const grown = file.compressed ? file.damaged && size !== before : size > before;
  if (file.ended && grown) {
    if (!file.compressed) file.position = Math.max(file.position, before);
    // What was never to be read is not read now either.
    if (file.done) file.offset = file.position;
    file.ended = false;
    file.done = false;
    file.damaged = false;
    file.grown = context.now();
    context.memory.touch(file);
  }
  if (!file.compressed && !file.ended && file.position > size) {
    file.position = size;
    file.offset = Math.min(file.offset, size);
    context.memory.touch(file);
  }
}

/** A file is nowhere. It may come to light compressed, or as a copy; if not, what was not read is lost. */
export async function miss(file: Tracked, context: Context): Promise<void> {
  if (file.open !== undefined) return;
  const now = context.now();
  if (file.missing === 0) file.missing = now;
  const gone = now - file.missing;
  if (file.ended) {
    if (gone >= FORGET) context.memory.forget(file);
  } else if (gone >= LOST) {
    const reason = lossOf(file);
    if (reason !== undefined) context.tell({ kind: 'failure', origin: file.path, reason });
    await endFile(file, context);
    context.memory.forget(file);
  }
}

function lossOf({ path, compressed, size, position, checked }: Tracked): string | undefined {
  if (!compressed && size > position)
    return `is gone: ${size - position} bytes of it were not read`;
  if (compressed) return `is gone: what is in it from byte ${position} on was not read`;
  // It was looked at in this run, or all that was expected in it was read in the last one.
  if (checked !== '' || !isWrittenTo(path)) return undefined;
  return `is gone since the last run: what was written to it after byte ${position} was not read`;
}
