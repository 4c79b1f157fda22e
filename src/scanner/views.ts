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

  /**
   * Copies ASCII, from a multiple of eight on, into the bytes of doubles. How many bytes it were; 0 when there is no room.
   * What stands behind it in the last double must be ASCII as well, or zeros: of a NaN, not every bit may last.
   */
  copyText(from: number, size: number, into: Float64Array, at: number): number {
    const count = (size + 7) >> 3;
    if (at + count > into.length) return 0;
    const { doubles } = this;
    const first = from >> 3;
    // Some hundred bytes: `set` would have to make a view of them first.
    for (let word = 0; word < count; word++) into[at + word] = doubles[first + word] as number;
    return size;
  }
}
