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
  readonly spans: number;
  readonly #core: ScannerCore;
  readonly #evidenceAt: number;

  /** `paths`: the same that the scanner was made for. */
  constructor(handle: ScannerHandle, paths: ScannerPaths) {
    const { memory, rowWords, spans, evidenceFields, evidenceAt, entries, numbers } = handle;
    this.#core = wasmCore(memory) as ScannerCore;
    this.#core.prepareEvidence(evidenceFields, evidenceAt, spans);
    this.#evidenceAt = evidenceAt;
    this.views = new ScannerViews(memory);
    const { slots, numberedSlots, telling } = createKeyTree(paths.wanted);
    this.slots = slots;
    this.rowWords = rowWords;
    this.spans = spans;
    this.numberings = entries.map(
      (at) => new ScannerNumbers({ slots: numberedSlots, telling }, this.views, at / 4, numbers),
    );
  }

  packed(row: number): string | undefined {
    const size = this.#core.evidence(row * 4);
    if (size === 0) return undefined;
    return this.views.bytes.toString('latin1', this.#evidenceAt, this.#evidenceAt + size);
  }

  /** Puts the same into doubles; how many bytes it took, or 0. */
  packInto(row: number, into: Float64Array, at: number): number {
    return this.views.copyText(this.#evidenceAt, this.#core.evidence(row * 4), into, at);
  }
}
