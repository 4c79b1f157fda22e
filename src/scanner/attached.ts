import type { FieldPath } from '../types.ts';
import type { ScannerCore } from './core.ts';
import { createKeyTree } from './key-table.ts';
import { ScannerNumbers } from './numbers.ts';
import type { ScannedRows } from './scanned-record.ts';
import type { ScannerHandle, ScannerPaths } from './scanner.ts';
import { ScannerViews } from './views.ts';
import { wasmCore } from './wasm-core.ts';

/** The rows of a scanner in another thread. */
export class AttachedScanner implements ScannedRows {
  readonly views: ScannerViews;
  /** By numbering: a batch of rows tells which its own are from. */
  readonly numberings: readonly ScannerNumbers[];
  readonly slots: ReadonlyMap<FieldPath, number>;
  readonly rowWords: number;
  readonly #core: ScannerCore;
  readonly #evidenceAt: number;

  /** `paths`: the same that the scanner was made for. */
  constructor(handle: ScannerHandle, paths: ScannerPaths) {
    const { memory, rowWords, evidenceFields, evidenceAt, entries, numbers } = handle;
    this.#core = wasmCore(memory) as ScannerCore;
    this.#core.prepareEvidence(evidenceFields, evidenceAt);
    this.#evidenceAt = evidenceAt;
    this.views = new ScannerViews(memory);
    const { slots, numberedSlots } = createKeyTree(paths.wanted);
    this.slots = slots;
    this.rowWords = rowWords;
    this.numberings = entries.map(
      (at) => new ScannerNumbers(numberedSlots, this.views, at / 4, numbers),
    );
  }

  packed(row: number): string | undefined {
    const size = this.#core.evidence(row * 4);
    if (size === 0) return undefined;
    return this.views.bytes.toString('latin1', this.#evidenceAt, this.#evidenceAt + size);
  }

  /** Puts the same into words; how many bytes it took, or 0. */
  packInto(row: number, words: Int32Array, at: number): number {
    return this.views.copy(this.#evidenceAt, this.#core.evidence(row * 4), words, at);
  }
}
