/** A small seeded generator (mulberry32): the same seed always gives the same samples. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  /** A version 4 UUID. */
  uuid(): string;
  /** This many hex digits. */
  hex(digits: number): string;
  /** This many characters as in the names of generated pods. */
  suffix(length: number): string;
}

const SUFFIX = 'bcdfghjklmnpqrstvwxz2456789';

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const pick = (characters: string, length: number) =>
    Array.from({ length }, () => characters[Math.floor(next() * characters.length)]).join('');
  const hex = (digits: number) => pick('0123456789abcdef', digits);
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${pick('89ab', 1)}${hex(3)}-${hex(12)}`,
    hex,
    suffix: (length) => pick(SUFFIX, length),
  };
}
