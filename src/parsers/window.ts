const NOTHING = Buffer.alloc(0);

/** The bytes of an input that are still needed, in one piece, and where in the input they stand. */
export class Window {
  /** The bytes at hand; valid until the next `push` or `keep`. */
  bytes: Buffer = NOTHING;
  /** The input offset of `bytes[0]`. */
  base = 0;
  #store: Buffer = NOTHING;

  /** Puts a chunk behind the bytes at hand; until `keep`, the chunk must not change. */
  push(chunk: Uint8Array): void {
    const held = this.bytes.length;
    if (held === 0) {
      this.bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      return;
    }
    const size = held + chunk.byteLength;
    this.#hold(size);
    this.#store.set(chunk, held);
    this.bytes = this.#store.subarray(0, size);
  }

  /** Lets go of everything before the input offset `from`, and of the chunk. */
  keep(from: number): void {
    this.bytes = this.bytes.subarray(from - this.base);
    this.base = from;
    if (this.bytes.buffer === this.#store.buffer) return;
    this.#hold(this.bytes.length);
    this.bytes = this.#store.subarray(0, this.bytes.length);
  }

  /** Moves the bytes to the start of a store with room for `size`; it doubles, so small chunks stay cheap. */
  #hold(size: number): void {
    const target =
      size <= this.#store.length ? this.#store : Buffer.allocUnsafeSlow(Math.max(2 * size, 4096));
    const { bytes } = this;
    if (bytes.buffer !== target.buffer || bytes.byteOffset !== target.byteOffset) target.set(bytes);
    this.#store = target;
  }
}
