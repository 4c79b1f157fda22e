/**
 * A sum without rounding until it is read: a list of parts that don't overlap, after Shewchuk,
 * "Adaptive Precision Floating-Point Arithmetic" (1997). What is taken out again leaves no trace, so
 * a huge value that passes through a window can't blunt the sums after it.
 */
export class ExactSum {
  /** By growing magnitude. */
  readonly #parts: number[] = [];

  /** Adds a finite number; to take it out again, add its negative. */
  add(number: number): void {
    let high = number;
    let kept = 0;
    for (const part of this.#parts) {
      const sum = high + part;
      const [large, small] = Math.abs(high) < Math.abs(part) ? [part, high] : [high, part];
      const rest = small - (sum - large);
      if (rest !== 0) this.#parts[kept++] = rest;
      high = sum;
    }
    this.#parts.length = kept;
    this.#parts.push(high);
  }

  /** The sum, rounded to a double. */
  get value(): number {
    return this.#parts.reduceRight((sum, part) => sum + part, 0);
  }
}
