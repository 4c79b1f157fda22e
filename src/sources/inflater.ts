import type { InflateRaw, ZstdDecompress } from 'node:zlib';

/**
 * One decompressor for one gzip member or zstd frame, fed piece by piece. Each piece should be small:
 * all that it decompresses to is handed back at once.
 */
export class Inflater {
  readonly #engine: InflateRaw | ZstdDecompress;
  #output: Buffer[] = [];
  #ended = false;
  #settle: (error?: Error | null) => void = () => undefined;

  constructor(engine: InflateRaw | ZstdDecompress) {
    this.#engine = engine;
    engine.on('data', (bytes: Buffer) => this.#output.push(bytes));
    engine.on('error', (error: Error) => this.#settle(error));
    engine.on('end', () => {
      this.#ended = true;
      this.#settle();
    });
  }

  /** True when the compressed data says that it is complete. */
  get ended(): boolean {
    return this.#ended;
  }

  /** How many bytes of what was fed belong to the compressed data. */
  get consumed(): number {
    return this.#engine.bytesWritten;
  }

  /** Decompresses a piece; rejects when it is corrupt. */
  feed(piece: Buffer): Promise<readonly Buffer[]> {
    return this.#run((settle) => this.#engine.write(piece, settle));
  }

  /** Checks that nothing is missing and gives what was held back. */
  finish(): Promise<readonly Buffer[]> {
    return this.#run(() => this.#engine.end());
  }

  /** Frees its memory; may be called at any time. */
  close(): void {
    this.#engine.destroy();
  }

  #run(start: (settle: (error?: Error | null) => void) => void): Promise<readonly Buffer[]> {
    return new Promise((resolve, reject) => {
      this.#settle = (error) => {
        if (error) return reject(error);
        const output = this.#output;
        this.#output = [];
        resolve(output);
      };
      start(this.#settle);
    });
  }
}
