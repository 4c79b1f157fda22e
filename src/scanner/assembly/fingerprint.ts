/** What tells records apart, of the values that have numbers, in four words. */

import { ABSENT, ROW_FINGERPRINT, ROW_NUMBERS } from '../layout';
import { round } from './text';

/** Four words that nobody else knows, so that nobody can make two records meet. */
let key: usize = 0;
/** For each number what of it tells records apart: -1: all, 1: whether anything is there, 0: nothing. */
let telling: usize = 0;
/** How many bytes of numbers a row has. */
let size: usize = 0;

/** Tells where the key stands and, by slot, which numbers tell records apart, and how many bytes these are. */
export function prepareFingerprints(keyAt: usize, tellingAt: usize, sizeOfNumbers: usize): void {
  key = keyAt;
  telling = tellingAt;
  size = sizeOfNumbers;
}

/** Puts the fingerprint of a row's numbers into it; zeros where a value that tells has none. */
export function putFingerprint(row: usize): void {
  const zero = i32x4.splat(0);
  const absent = i32x4.splat(ABSENT);
  let print = v128.load(key);
  let missing = zero;
  for (let at: usize = 0; at < size; at += 16) {
    const told = v128.load(telling + at);
    const numbers = v128.load(row + ROW_NUMBERS * 4 + at);
    const isValue = i32x4.lt_s(told, zero);
    const isPresence = i32x4.gt_s(told, zero);
    const values = v128.and(numbers, isValue);
    const presences = v128.and(i32x4.eq(numbers, absent), isPresence);
    missing = v128.or(missing, v128.and(i32x4.eq(numbers, zero), isValue));
    print = round(round(v128.xor(print, v128.or(values, presences))));
  }
  // The last numbers have to reach all words as well.
  print = round(round(print));
  v128.store(row + ROW_FINGERPRINT * 4, v128.any_true(missing) ? zero : print);
}
