import type { ScannerMemory } from './core.ts';

/** A scanner's memory by bytes, by words and by doubles. */
export class ScannerViews {
  bytes!: Buffer;
  words!: Int32Array;
  doubles!: Float64Array;
  readonly #memory: ScannerMemory;

  constructor(memory: ScannerMemory) {
    this.#memory = memory;
    this.refresh();
  }

  /** The memory may have grown; here, or in another thread. */
  refresh(): void {
    const { buffer } = this.#memory;
    if (buffer.byteLength === this.bytes?.byteLength) return;
    this.bytes = Buffer.from(buffer);
    this.words = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
  }
}
