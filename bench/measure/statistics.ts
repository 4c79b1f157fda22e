/** The middle of some numbers, or the mean of the middle two; NaN of none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle] as number;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** The middle, the least and the most of some numbers; NaN of none. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** How some numbers lie. */
export function spreadOf(numbers: readonly number[]): Spread {
  if (numbers.length === 0) return { median: Number.NaN, low: Number.NaN, high: Number.NaN };
  return { median: median(numbers), low: Math.min(...numbers), high: Math.max(...numbers) };
}

/** How the ratio of two numbers, measured in pairs, lies. */
export function ratioOf(above: readonly number[], below: readonly number[]): Spread {
  const pairs = Math.min(above.length, below.length);
  return spreadOf(
    Array.from({ length: pairs }, (_, i) => (above[i] as number) / (below[i] as number)),
  );
}
