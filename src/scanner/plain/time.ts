import { ROW_TIME } from '../layout.ts';
import type { PlainMemory } from './memory.ts';

const TIME = /^"(\d{4})-(0[1-9]|1[0-2])-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)[.](\d{6})Z"$/;
const SIZE = 29;

/** Puts the time at `from` into a row; false: it is written in another way, or there is no such time. */
export function readTime(memory: PlainMemory, from: number, size: number, row: number): boolean {
  if (size !== SIZE) return false;
  const text = memory.bytes.toString('latin1', from, from + size);
  const [, ...parts] = TIME.exec(text) ?? [];
  const [year = 0, month = 0, day = 0, hour, minute, second, micros = 0] = parts.map(Number);
  if (year < 1971 || day < 1 || day > daysIn(month)) return false;
  const millis = Date.UTC(year, month - 1, day, hour, minute, second);
  memory.doubles[(row >> 3) + ROW_TIME / 2] = millis * 1000 + micros;
  return true;
}

/** How many days a month surely has: the 29th of February is left to somebody else. */
function daysIn(month: number): number {
  if (month === 2) return 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
