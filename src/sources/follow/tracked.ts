import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import type { Micros } from '../../types.ts';
import { type Fingerprint, fingerprint, type Head, NO_HEAD } from './fingerprint.ts';

/** One file, by its content: it keeps its id when it is renamed, copied or compressed. */
export interface Tracked {
  readonly id: string;
  /** The log that it belongs to: folder and name of what is written now. */
  readonly log: string;
  path: string;
  /** Device and inode, such as `2049:1310`. */
  inode: string;
  print: Fingerprint;
  /** Settled: reading goes on here after a restart. */
  offset: number;
  /** The newest event time in it so far, 0 where there is none. */
  time: Micros;
  /** Bytes on disk when it was looked at last. */
  size: number;
  /** Read to its end, and settled, or never to be read. */
  done: boolean;
  /** A compressed file whose end could not be read. */
  damaged: boolean;

  /** What follows is of this run only. The next byte to read. */
  position: number;
  /** Its first bytes, as far as they were read; empty until it is opened. */
  head: Head;
  /** What it is read from while it is plain, with the inode that keeps from being reused. */
  open: { readonly handle: FileHandle; readonly inode: string } | undefined;
  /** What it is read from while it is compressed. */
  pieces: AsyncGenerator<Buffer, void, undefined> | undefined;
  compressed: boolean;
  /** Its end was told. */
  ended: boolean;
  /** Size and modification when it was last found to be what it was. */
  checked: string;
  /** The last growth, in milliseconds of the clock. */
  grown: number;
  /** Since when it has been found nowhere, in milliseconds of the clock; 0: it is there. */
  missing: number;
}

/** A file that was not known before, to be read from its beginning. */
export function newTracked(
  place: Pick<Tracked, 'log' | 'path' | 'inode' | 'size' | 'compressed'>,
  head: Head,
): Tracked {
  return {
    id: `${place.inode}:${randomBytes(6).toString('hex')}`,
    print: fingerprint(head),
    offset: 0,
    time: 0,
    done: false,
    damaged: false,
    ...fresh(0),
    ...place,
  };
}

/** What a file that is not open has of this run. */
export function fresh(position: number) {
  return {
    position,
    head: NO_HEAD,
    open: undefined,
    pieces: undefined,
    compressed: false,
    ended: false,
    checked: '',
    grown: 0,
    missing: 0,
  };
}

/** The fingerprint over all that is known of the file's first bytes. */
export function printOf(file: Tracked): Fingerprint {
  if (file.head.bytes.length > file.print.length) file.print = fingerprint(file.head);
  return file.print;
}

/** Lets go of the file's descriptor. */
export async function closeTracked(file: Tracked): Promise<void> {
  const { open, pieces } = file;
  printOf(file);
  file.open = undefined;
  file.pieces = undefined;
  file.head = NO_HEAD;
  // Nothing was written: a descriptor that can't be closed in order takes nothing with it.
  await pieces?.return().catch(() => {});
  await open?.handle.close().catch(() => {});
}

/** True when nothing tells one file's content from another's. */
export function isBlank(file: Tracked): boolean {
  return printOf(file).length === 0;
}
