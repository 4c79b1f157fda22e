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

  /** Copies bytes, from a multiple of four on, into other words. How many it were; 0 when there is no room. */
  copy(from: number, size: number, into: Int32Array, at: number): number {
    const count = (size + 3) >> 2;
    if (at + count > into.length) return 0;
    const { words } = this;
    const first = from >> 2;
    // Some hundred bytes: `set` would have to make a view of them first.
    for (let word = 0; word < count; word++) into[at + word] = words[first + word] as number;
    return size;
  }
}
