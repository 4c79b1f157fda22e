import type { Json, Micros } from '../../types.ts';

/** Times in order, as JSON: the first one, then how much later each next one is. A third as long as written out. */
export function packTimes(times: readonly Micros[]): Json {
  return times.map((time, index) => time - (times[index - 1] ?? 0));
}

/** The times again. */
export function unpackTimes(packed: Json): Micros[] {
  let time = 0;
  return (packed as readonly number[]).map((step) => (time += step));
}
