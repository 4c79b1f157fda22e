/** Chunks this long are still quick to insert into, and a million numbers make few chunks. */
const LONGEST = 1024;

/** Numbers in ascending order, as sorted chunks in sorted order; equal numbers are kept apart. */
export class RankedNumbers {
  readonly #chunks: number[][] = [];

  /** Adds a number. */
  add(number: number): void {
    const at = this.#chunkFor(number);
    const chunk = this.#chunks[at];
    if (chunk === undefined) {
      this.#chunks.push([number]);
      return;
    }
    chunk.splice(firstNotBelow(chunk, number), 0, number);
    if (chunk.length > LONGEST) this.#chunks.splice(at + 1, 0, chunk.splice(LONGEST / 2));
  }

  /** Removes one of the numbers equal to `number`, which must be there. */
  remove(number: number): void {
    const at = this.#chunkFor(number);
    const chunk = this.#chunks[at] as number[];
    chunk.splice(firstNotBelow(chunk, number), 1);
    if (chunk.length === 0) this.#chunks.splice(at, 1);
  }

  /** The number at a rank, counted from 1. */
  at(rank: number): number | undefined {
    let index = rank - 1;
    for (const chunk of this.#chunks) {
      if (index < chunk.length) return chunk[index];
      index -= chunk.length;
    }
    return undefined;
  }

  /** The first chunk that reaches up to `number`, or the last one. */
  #chunkFor(number: number): number {
    const found = search(this.#chunks.length, (i) => (this.#chunks[i]?.at(-1) ?? 0) >= number);
    return Math.max(0, Math.min(found, this.#chunks.length - 1));
  }
}

function firstNotBelow(sorted: readonly number[], number: number): number {
  return search(sorted.length, (i) => (sorted[i] as number) >= number);
}

/** The first index for which `test` holds, or `length`; it must hold for all after it too. */
function search(length: number, test: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
