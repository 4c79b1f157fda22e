const NOTHING = Buffer.alloc(0);

/** Reads a stream of blocks by bytes: look ahead, then take. */
export class ByteReader {
  /** How many bytes were taken so far. */
  offset = 0;
  readonly #blocks: AsyncIterator<Buffer>;
  #held: Buffer = NOTHING;
  #ended = false;

  constructor(blocks: AsyncIterable<Buffer>) {
    this.#blocks = blocks[Symbol.asyncIterator]();
  }

  /** The next `count` bytes, fewer only at the end of the input. They stay; valid until more is asked for. */
  async peek(count: number): Promise<Buffer> {
    while (this.#held.length < count && !this.#ended) {
      // A block is valid until the next is asked for.
      const held = Buffer.from(this.#held);
      const { done, value } = await this.#blocks.next();
      if (done === true) this.#ended = true;
      this.#held = done === true ? held : held.length === 0 ? value : Buffer.concat([held, value]);
    }
    return this.#held.subarray(0, count);
  }

  /** As `peek`, of whatever is there: at most `count` bytes, at least one unless the input is at its end. */
  async peekSome(count: number): Promise<Buffer> {
    if (this.#held.length === 0) await this.peek(1);
    return this.#held.subarray(0, count);
  }

  /** Passes over bytes that were looked at. */
  skip(count: number): void {
    this.offset += count;
    this.#held = this.#held.subarray(count);
  }

  /** Lets go of the input. */
  async close(): Promise<void> {
    await this.#blocks.return?.();
  }
}
