/** Puts texts into an order that no locale changes; times of a report are in order by it as well. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
