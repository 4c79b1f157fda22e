import type { Beginning } from './archive.ts';
import { fits } from './fingerprint.ts';
import { isBlank, printOf, type Tracked } from './tracked.ts';

/** True when a file that has the inode of a known one has its content, or has grown from it, as well. */
export function isSame(file: Tracked, { head }: Beginning): boolean {
  return fits(printOf(file), head);
}

/**
 * Whose content it is that a new inode holds, among the files whose own inodes are gone or hold something
 * else: it was compressed, or copied. What is not read to its end goes first.
 */
export function ownerOf({ head }: Beginning, files: readonly Tracked[]): Tracked | undefined {
  const fitting = files.filter((file) => !isBlank(file) && fits(printOf(file), head));
  return fitting.find((file) => !file.ended) ?? fitting[0];
}

/**
 * True for a copy, perhaps compressed, of a file that is there: its original may be about to be truncated.
 * While an original is short its first bytes say little, so a copy must not be longer.
 */
export function isCopy(
  size: number,
  { head, compressed }: Beginning,
  files: readonly Tracked[],
): boolean {
  const { length } = head.bytes;
  if (length === 0) return false;
  return files.some((file) => {
    const least = compressed ? head.start + length : size;
    if (isBlank(file) || (!file.compressed && least > file.size)) return false;
    // A copy that is not complete is shorter than what is known of the original.
    if (head.start === file.head.start && length < file.head.bytes.length) {
      return file.head.bytes.subarray(0, length).equals(head.bytes);
    }
    return fits(printOf(file), head);
  });
}
