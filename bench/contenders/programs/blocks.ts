import { closeSync, openSync, readSync } from 'node:fs';

/** Bytes that are read at once: more is no quicker. */
const SIZE = 1 << 20;

/**
 * A file in blocks of whole lines, without the newline that follows the last of each. A block is good
 * until the next. Lines may have any length.
 */
export function* blocksOf(path: string): Generator<Buffer> {
  const file = openSync(path, 'r');
  let buffer = Buffer.allocUnsafe(SIZE);
  let kept = 0;
  for (;;) {
    if (kept === buffer.length) buffer = Buffer.concat([buffer], 2 * buffer.length);
    const read = readSync(file, buffer, kept, buffer.length - kept, null);
    const end = kept + read;
    if (read === 0) break;
    const last = buffer.lastIndexOf(10, end - 1);
    if (last < kept) {
      kept = end;
      continue;
    }
    yield buffer.subarray(0, last);
    buffer.copy(buffer, 0, last + 1, end);
    kept = end - last - 1;
  }
  closeSync(file);
  if (kept > 0) yield buffer.subarray(0, kept);
}
