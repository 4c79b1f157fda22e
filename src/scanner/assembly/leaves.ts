/** What has nothing within it: whole numbers, words, and what each adds to the digest. */

import { hashOf } from './text';

/** The most digits that every JSON number of this form keeps as a double. */
const MOST_DIGITS: i32 = 15;

/** Kinds of leaves in the digest. */
export const STRING: i32 = 1;
const NUMBER: i32 = 2;
export const TRUE: i32 = 3;
export const FALSE: i32 = 4;
export const NULL: i32 = 5;
export const NO_MEMBERS: i32 = 6;
export const NO_ELEMENTS: i32 = 7;

const LEAF_MULTIPLIER = memory.data<u32>([0x165667b1, 0x1b873593, 0x2545f491, 0x045d9f3b], 16);
/** What each kind of leaf adds. */
const KINDS = memory.data<i32>([
  0, 0x3779b97f, 0x6ef372fe, 0xa66d2c7d, 0xdde6e5fc, 0x15609f7b, 0x4cda58fa, 0x84541279,
]);

/** The digest so far: a sum, so that the order of keys makes no difference. */
export let sum: v128 = i32x4.splat(0);

/** Puts the digest to what it was before. */
export function resetSum(before: v128): void {
  sum = before;
}

// @ts-ignore: decorator
@inline
export function addLeaf(path: v128, value: v128, kind: i32): void {
  let x = i32x4.add(v128.xor(path, value), v128.load32_splat(KINDS + (<usize>kind << 2)));
  x = i32x4.mul(x, v128.load(LEAF_MULTIPLIER));
  sum = i32x4.add(sum, v128.xor(x, i32x4.shr_u(x, 13)));
}

/** Reads a literal of which these are the last four bytes, as a number; gives what comes after it, or 0. */
export function literal(at: usize, path: v128, word: u32, length: usize, kind: i32): usize {
  if (load<u32>(at) != word) return 0;
  addLeaf(path, path, kind);
  return at + length;
}

/** Whole numbers as JavaScript writes them; others are left to `JSON.parse`. */
export function integer(from: usize, path: v128): usize {
  let at = from;
  if (load<u8>(at) == 0x2d) at++;
  const first = at;
  while (load<u8>(at) - 0x30 <= 9) at++;
  const digits = <i32>(at - first);
  if (digits == 0 || digits > MOST_DIGITS) return 0;
  if (load<u8>(first) == 0x30 && (digits > 1 || first != from)) return 0;
  const byte = load<u8>(at);
  if (byte == 0x2e || (byte | 0x20) == 0x65) return 0;
  addLeaf(path, hashOf(from, <i32>(at - from)), NUMBER);
  return at;
}
