import { printable } from '../text/escape.ts';
import type { Json } from '../types.ts';

/** The longest text that an explanation shows, in UTF-16 units. */
const LONGEST = 120;

/** What a record has in a field, for a person to read: short, and safe on a terminal. */
export function visible(value: Json | undefined): string {
  if (value === undefined) return 'absent';
  if (!Array.isArray(value)) return printable(one(value), LONGEST);
  const shown: string[] = [];
  for (let index = 0, length = 0; index < value.length && length <= LONGEST; index++) {
    const text = one(value[index] as Json);
    shown.push(text);
    length += text.length + 2;
  }
  return printable(`[${shown.join(', ')}]`, LONGEST);
}

function one(value: Json): string {
  if (typeof value === 'string') return `'${printable(value, LONGEST)}'`;
  if (value === null || typeof value !== 'object') return String(value);
  return Array.isArray(value) ? '[…]' : '{…}';
}
