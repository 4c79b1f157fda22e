import type { ScannerHandle } from '../../scanner/scanner.ts';
import type { Block } from '../../types.ts';
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

/** From a thread that reads; the first is `ready`. */
export type Answer =
  | { readonly kind: 'ready'; readonly handle: ScannerHandle }
  | {
      readonly kind: 'segment';
      readonly id: number;
      readonly finds: Finds;
      readonly end: number;
      readonly idle: boolean;
    }
  /** What a file holds, or that it can't be read to its end. */
  | { readonly kind: 'block'; readonly id: number; readonly block: Block; readonly size: number }
  /** A file is at its end. */
  | { readonly kind: 'end'; readonly id: number }
  /** A segment could not be read. */
  | { readonly kind: 'error'; readonly id: number; readonly error: Error };
