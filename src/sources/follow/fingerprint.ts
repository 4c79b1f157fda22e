import { hash } from 'node:crypto';

/** How many bytes a fingerprint covers at most: the ids of an audit event are among them. */
const HEAD = 1024;

/**
 * The first bytes of a file. Zeros in front are passed over: a program that goes on writing where it was
 * when its log was truncated leaves a hole, and then all files of the log begin with zeros.
 */
export interface Head {
  /** Where they begin in the file. */
  readonly start: number;
  readonly bytes: Buffer;
}

/** What is known of a file that was not read yet. */
export const NO_HEAD: Head = { start: 0, bytes: Buffer.alloc(0) };

/** A head as it is known after some bytes of the file; those at its end go on with it. */
export function extend(head: Head, offset: number, bytes: Buffer): Head {
  const known = head.bytes.length;
  if (known === 0) {
    const first = bytes.findIndex((byte) => byte !== 0);
    if (first < 0) return head;
    return { start: offset + first, bytes: bytes.subarray(first, first + HEAD) };
  }
  const from = head.start + known - offset;
  if (known >= HEAD || from < 0 || from >= bytes.length) return head;
  const more = bytes.subarray(from, from + HEAD - known);
  return { start: head.start, bytes: Buffer.concat([head.bytes, more]) };
}

/** The head of a content that comes in blocks; no more of them are taken than it needs. */
export async function headOf(
  blocks: AsyncIterable<Buffer>,
  part: (head: Head) => void,
): Promise<void> {
  let head = NO_HEAD;
  let offset = 0;
  for await (const block of blocks) {
    head = extend(head, offset, block);
    offset += block.length;
    part(head);
    if (head.bytes.length >= HEAD) return;
  }
}

/** A head, hashed: whether a file still holds what it held. */
export interface Fingerprint {
  /** Where the hashed bytes begin. */
  readonly start: number;
  /** How many bytes are hashed; 0 while nothing is known of the file. */
  readonly length: number;
  /** SHA-256 in hex. */
  readonly hash: string;
}

/** The fingerprint of a file that begins so. */
export function fingerprint({ start, bytes }: Head): Fingerprint {
  const { length } = bytes;
  return { start, length, hash: length === 0 ? '' : hash('sha256', bytes) };
}

/** True when a file that begins so may hold, or have grown from, what was fingerprinted. */
export function fits(print: Fingerprint, { start, bytes }: Head): boolean {
  if (print.length === 0) return true;
  if (print.start !== start || print.length > bytes.length) return false;
  return hash('sha256', bytes.subarray(0, print.length)) === print.hash;
}
