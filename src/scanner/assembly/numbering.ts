/** Values that repeat get numbers: a hash table of the bytes they are written with, and those bytes. */

import { LONGEST_NUMBERED, UNNUMBERED } from '../layout';
import { firstBytes, hash as textHash, hashOf } from './text';

/** Slots of the hash table: two words each, hash and number. A power of two. */
let table: usize = 0;
let tableMask: i32 = 0;
/** A value that isn't found so many places on gets no number: hashes can be made to meet. */
const TRIES: i32 = 64;
/** By number, two words each: where the bytes stand and how many there are. `numbers.ts` reads them too. */
let entries: usize = 0;
let room: usize = 0;
let roomEnd: usize = 0;

/** The next number to be given, and the first that isn't given any more. */
export let next: i32 = 2;
let limit: i32 = 0;
let full: bool = false;

/**
 * Tells where the table of `slots` (times 8 bytes), the entries of `numbers` (times 8 bytes) and the
 * bytes of values may stand: numbers begin anew.
 */
export function prepareNumbering(
  tableAt: usize,
  slots: i32,
  entriesAt: usize,
  numbers: i32,
  roomAt: usize,
  roomSize: usize,
): void {
  table = tableAt;
  tableMask = slots - 1;
  entries = entriesAt;
  limit = numbers;
  roomEnd = roomAt + roomSize;
  memory.fill(table, 0, (<usize>tableMask + 1) * 8);
  next = 2;
  room = roomAt;
  full = false;
}

/** Where the bytes of a number stand, and how many there are. */
function numberFrom(number: i32): usize {
  return load<u32>(entries + <usize>number * 8);
}

/** How many bytes a number stands for. */
function numberLength(number: i32): i32 {
  return load<i32>(entries + <usize>number * 8 + 4);
}

/** The number of a value by its bytes; new ones get the next. `isText`: it is the string that was read last. */
export function numberOf(from: usize, length: i32, isText: bool): i32 {
  if (length > LONGEST_NUMBERED) return UNNUMBERED;
  const mixed = isText ? textHash : hashOf(from, length);
  const hash = i32x4.extract_lane(mixed, 0) | 1;
  let slot = hash >>> 1;
  for (let tries = 0; tries < TRIES; tries++) {
    slot &= tableMask;
    const place = table + (<usize>slot << 3);
    const found = load<i32>(place);
    if (found == 0) return add(place, hash, from, length);
    if (found == hash) {
      const number = load<i32>(place, 4);
      if (numberLength(number) == length && isSame(numberFrom(number), from, length)) return number;
    }
    slot++;
  }
  full = true;
  return UNNUMBERED;
}

function add(place: usize, hash: i32, from: usize, length: i32): i32 {
  const size = (<usize>length + 15) & ~15;
  if (next >= limit || room + size > roomEnd) {
    full = true;
    return UNNUMBERED;
  }
  memory.copy(room, from, length);
  store<i32>(place, hash);
  store<i32>(place, next, 4);
  store<u32>(entries + <usize>next * 8, <u32>room);
  store<i32>(entries + <usize>next * 8, length, 4);
  room += size;
  return next++;
}

/** Whether bytes are equal; what stands behind them on either side may be read. */
export function isSame(one: usize, other: usize, length: i32): bool {
  let at: usize = 0;
  for (let left = length; left >= 16; left -= 16, at += 16) {
    if (v128.any_true(v128.xor(v128.load(one + at), v128.load(other + at)))) return false;
  }
  const rest = length & 15;
  return !v128.any_true(v128.xor(firstBytes(one + at, rest), firstBytes(other + at, rest)));
}

/** Whether a value went without a number since the start, for want of room. */
export function isFull(): bool {
  return full;
}
