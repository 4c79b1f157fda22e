import { AttachedScanner } from '../../scanner/attached.ts';
import type { ScannerHandle, ScannerPaths } from '../../scanner/scanner.ts';
import type { Found } from '../../types.ts';
import { createGistLists, type GistLists, type Matching } from './gist-lists.ts';
import type { Finds } from './messages.ts';
import type { KindFields } from './telling.ts';
import type { Gists } from './told-record.ts';
import { unpackFinds } from './wire.ts';

/** Whoever reads with threads, and so asks for the same fields and rules. */
export interface ThreadReader {
  readonly paths: ScannerPaths;
  /** Where the threads match records. */
  readonly matching?: Matching | undefined;
}

/** Makes records of what one thread found. */
export class Listener {
  /** The thread's scanner, once it has started. */
  handle: ScannerHandle | undefined;
  #paths: ScannerPaths | undefined;
  #scanner: AttachedScanner | undefined;
  #lists: GistLists | undefined;

  /** Tells who reads; `learn`: tells the thread what makes kinds of records. */
  attach({ paths, matching }: ThreadReader, learn: (fields: KindFields) => void): void {
    this.#paths = paths;
    this.#lists = matching && createGistLists(matching, learn);
  }

  /** Hears of finds, in their order; the records are made when they are asked for. */
  hear(finds: Finds): () => Found[] {
    const gists = this.#gistsOf(finds);
    return () => this.#unpack(finds, gists);
  }

  #gistsOf({ told }: Finds): Gists | undefined {
    if (told === undefined || this.#lists === undefined) return undefined;
    const words = new Int32Array(told.gists);
    const doubles = new Float64Array(told.gists);
    return { words, doubles, ...this.#lists.take(told.news) };
  }

  #unpack({ packed, numbering, epoch }: Finds, gists: Gists | undefined): Found[] {
    this.#scanner ??= new AttachedScanner(
      this.handle as ScannerHandle,
      this.#paths as ScannerPaths,
    );
    this.#scanner.views.refresh();
    const numbers = this.#scanner.numberings[numbering];
    numbers?.turnTo(epoch);
    numbers?.makeRoom();
    return unpackFinds(packed, this.#scanner, numbering, gists);
  }
}
