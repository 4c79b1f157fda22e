import type { ScannerHandle } from '../../scanner/scanner.ts';
import type { Segment } from './segment.ts';
import type { GistNews, KindFields } from './telling.ts';
import type { PackedFinds } from './wire.ts';

/** To a thread that reads. */
export type Order =
  | {
      readonly kind: 'segment';
      readonly id: number;
      readonly segment: Segment;
    }
  /** A whole file, which may run ahead by so many bytes of what it holds. */
  | { readonly kind: 'file'; readonly id: number; readonly path: string; readonly ahead: number }
  /** What was found is done with. */
  | { readonly kind: 'release'; readonly place: number }
  /** What tells kinds of records apart. */
  | { readonly kind: 'learn'; readonly fields: KindFields }
  /** So many bytes of a file are done with. */
  | { readonly kind: 'taken'; readonly id: number; readonly bytes: number }
  /** Nobody wants the rest of a file. */
  | { readonly kind: 'cancel'; readonly id: number };

/** Finds whose rows stand in the thread's memory. */
export interface Finds {
  readonly packed: PackedFinds;
  readonly numbering: number;
  readonly epoch: number;
  /** To be released. */
  readonly place: number;
  /** Where the thread matches: the gists of the rows, in their order. */
  readonly told: { readonly gists: SharedArrayBuffer; readonly news: GistNews } | undefined;
}

/** From a thread that reads, which has got its `ThreadSetup`; the first are `loaded` and `ready`. */
export type Answer =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'ready'; readonly handle: ScannerHandle }
  | {
      readonly kind: 'segment';
      readonly id: number;
      readonly finds: Finds;
      readonly end: number;
      readonly idle: boolean;
    }
  /** A part of a file: bytes on disk, and after decompression. */
  | {
      readonly kind: 'part';
      readonly id: number;
      readonly finds: Finds;
      readonly read: number;
      readonly bytes: number;
    }
  /** The rest of a file can't be read. */
  | {
      readonly kind: 'failure';
      readonly id: number;
      readonly origin: string;
      readonly reason: string;
    }
  /** A file is at its end. */
  | { readonly kind: 'end'; readonly id: number }
  /** What was found can't be sent: whoever asked has to read it. */
  | { readonly kind: 'unfit'; readonly id: number }
  /** A segment could not be read. */
  | { readonly kind: 'error'; readonly id: number; readonly error: Error };
