import type { ScannerMemory } from '../core.ts';

const PAGE = 65_536;

/** Memory like WebAssembly's; to grow, it moves to a larger buffer. */
export class PlainMemory implements ScannerMemory {
  buffer = new ArrayBuffer(PAGE);
  /** The whole buffer; they are others after it has grown. */
  bytes = Buffer.from(this.buffer);
  words = new Int32Array(this.buffer);
  doubles = new Float64Array(this.buffer);

  grow(pages: number): number {
    const before = this.buffer.byteLength / PAGE;
    this.buffer = this.buffer.transfer((before + pages) * PAGE);
    this.bytes = Buffer.from(this.buffer);
    this.words = new Int32Array(this.buffer);
    this.doubles = new Float64Array(this.buffer);
    return before;
  }

  /** The byte at a place. */
  byte(at: number): number {
    return this.bytes[at] as number;
  }

  /** The word that is so many words behind the byte at a place. */
  word(at: number, words = 0): number {
    return this.words[(at >> 2) + words] as number;
  }

  /** Writes a word. */
  setWord(at: number, words: number, value: number): void {
    this.words[(at >> 2) + words] = value;
  }

  /** Whether the same bytes stand at two places. */
  isSame(one: number, other: number, length: number): boolean {
    for (let i = 0; i < length; i++) {
      if (this.bytes[one + i] !== this.bytes[other + i]) return false;
    }
    return true;
  }
}
