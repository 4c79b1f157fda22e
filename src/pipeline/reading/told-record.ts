import { type ScannedLines, ScannedRecord } from '../../scanner/scanned-record.ts';
import type { AuditRecord, Matched, Micros } from '../../types.ts';
import { GIST, nextGist } from './gists.ts';

/** Gists of records that were read together, and what their numbers stand for. */
export interface Gists {
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  readonly lists: readonly (readonly Matched[])[];
  readonly kinds: object;
}

/** A record of another thread, which told its gist. */
export class ToldRecord extends ScannedRecord implements AuditRecord {
  readonly #gists: Gists;
  readonly #at: number;

  constructor(lines: ScannedLines, row: number, gists: Gists, at: number) {
    super(lines, row);
    this.#gists = gists;
    this.#at = at;
  }

  override get time(): Micros {
    return this.#gists.doubles[this.#at >> 1] as number;
  }

  get matched(): readonly Matched[] | undefined {
    const { words, lists } = this.#gists;
    return lists[words[this.#at + GIST.list] as number];
  }

  get kinds(): object {
    return this.#gists.kinds;
  }

  get kind(): number {
    return this.#gists.words[this.#at + GIST.kind] as number;
  }

  /** Where the next one's gist begins. */
  get next(): number {
    return nextGist(this.#at, this.#gists.words[this.#at + GIST.size] as number);
  }

  override readDigest(into: Uint32Array | Int32Array, at = 0): void {
    const { words } = this.#gists;
    const from = this.#at + GIST.digest;
    for (let word = 0; word < 4; word++) into[at + word] = words[from + word] as number;
  }

  override packInto(into: Float64Array, at: number): number {
    const { words, doubles } = this.#gists;
    const size = words[this.#at + GIST.size] as number;
    const count = (size + 7) >> 3;
    if (at + count > into.length) return 0;
    const from = (this.#at + GIST.evidence) >> 1;
    for (let word = 0; word < count; word++) into[at + word] = doubles[from + word] as number;
    return size;
  }
}
