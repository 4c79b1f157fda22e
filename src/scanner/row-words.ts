import type { KeyTree } from './key-table.ts';
import { ABSENT, ROW_NUMBERS } from './layout.ts';

/** Up to a multiple of four words. */
export function toBlocks(words: number): number {
  return Math.ceil(words / 4) * 4;
}

/** A row in which nothing is there, up to its spans. */
export function blankRow(spans: number): Int32Array {
  return new Int32Array(spans).fill(ABSENT, ROW_NUMBERS);
}

/** What of each number tells records apart: see `telling` in `assembly/fingerprint.ts`. */
export function tellingWords({ numberedSlots, telling, slotCount }: KeyTree): Int32Array {
  const words = new Int32Array(toBlocks(slotCount));
  for (const [path, what] of telling) {
    words[numberedSlots.get(path) as number] = what === 'value' ? -1 : 1;
  }
  return words;
}
