import type { AuditRecord } from '../../types.ts';

/**
 * The gist of a record: all that is looked at of most records, by the thread that takes them in. It is written
 * by the one that read them, one behind the other, because what another processor has just written is slow to
 * reach, and a row is scattered over a kilobyte. Places are in words of four bytes.
 */
export const GIST = {
  /** As a double: two words. */
  time: 0,
  /** Four words. */
  digest: 2,
  /** The number of the list of rules that match; -1: it isn't known. */
  list: 6,
  kind: 7,
  /** Of the evidence, in bytes; 0: it isn't that simple. */
  size: 8,
  evidence: 10,
} as const;

const FIRST = 262_144;
/** As much as one gist may take. */
const LONGEST = 4096;

/** What gists are written into; threads share it. */
export class GistPad {
  #words = new Int32Array(new SharedArrayBuffer(FIRST));
  #doubles = new Float64Array(this.#words.buffer);
  #end = 0;

  get buffer(): SharedArrayBuffer {
    return this.#words.buffer;
  }

  /** What was written is done with. */
  clear(): void {
    this.#end = 0;
  }

  /** Writes the gist of a record behind the others. */
  add(record: AuditRecord, list: number, kind: number): void {
    const at = this.#end;
    if (at + LONGEST > this.#words.length) this.#grow();
    const words = this.#words;
    this.#doubles[at >> 1] = record.time;
    record.readDigest?.(words, at + GIST.digest);
    words[at + GIST.list] = list;
    words[at + GIST.kind] = kind;
    const size = record.packInto?.(this.#doubles, (at + GIST.evidence) >> 1) ?? 0;
    words[at + GIST.size] = size;
    this.#end = nextGist(at, size);
  }

  #grow(): void {
    const words = new Int32Array(new SharedArrayBuffer(this.#words.byteLength * 2));
    words.set(this.#words);
    this.#words = words;
    this.#doubles = new Float64Array(words.buffer);
  }
}

/** Where the gist behind one that has so many bytes of evidence begins: its time must be at an even place. */
export function nextGist(at: number, size: number): number {
  return at + GIST.evidence + (((size + 7) >> 3) << 1);
}
