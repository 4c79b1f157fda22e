/** Milliseconds that a reader counts in: ticks of an axis are multiples of one of them. */
export const TICK_STEPS: readonly number[] = [
  [1, 2, 5, 10, 20, 50, 100, 200, 500],
  [1, 2, 5, 10, 15, 30].map((seconds) => seconds * 1000),
  [1, 2, 5, 10, 15, 30].map((minutes) => minutes * 60_000),
  [1, 2, 3, 6, 12].map((hours) => hours * 3_600_000),
  [1, 2, 7, 14, 30, 90, 365].map((days) => days * 86_400_000),
].flat();

/** Two instants in milliseconds, the second one later. */
export interface Range {
  readonly from: number;
  readonly until: number;
}

/** The range of instants, never empty, with some room on both sides; undefined of none. */
export function rangeOf(instants: readonly (readonly [number, number])[]): Range | undefined {
  let from = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  for (const [first, last] of instants) {
    from = Math.min(from, first);
    until = Math.max(until, last);
  }
  if (from > until) return undefined;
  const room = Math.max(1000, (until - from) * 0.03);
  return { from: Math.floor(from - room), until: Math.ceil(until + room) };
}

/** Where an instant lies in a range, as a share of a width: `41.25%`; outside of it below 0 or above 100. */
export function percent(instant: number, { from, until }: Range): string {
  return `${Math.round(((instant - from) / (until - from)) * 1e4) / 100}%`;
}

/** Instants that divide a range into some seven parts, with what stands beside them. */
export function ticks(range: Range): { at: number; label: string }[] {
  const length = range.until - range.from;
  const step = TICK_STEPS.find((one) => length / one <= 8) ?? length;
  const found: { at: number; label: string }[] = [];
  // A range of a million years would have too many even of the longest.
  for (let at = Math.ceil(range.from / step) * step; at <= range.until; at += step) {
    if (found.length === 12) break;
    found.push({ at, label: tickLabel(at, step) });
  }
  return found;
}

function tickLabel(at: number, step: number): string {
  const text = new Date(at).toISOString();
  if (step >= 86_400_000) return text.slice(0, 10);
  if (step >= 60_000) return text.slice(11, 16);
  return step >= 1000 ? text.slice(11, 19) : text.slice(11, 23);
}
