/** Values that repeat get numbers: a hash table of the bytes they are written with, and those bytes. */

import { LONGEST_NUMBERED, UNNUMBERED } from '../layout';
import { hash as textHash, hashOf, ones } from './text';

/** Slots of the hash table: two words each, hash and where the value stands. A power of two. */
let table: usize = 0;
let tableMask: i32 = 0;
/** The least slots and the most: a table that is no larger than needed stays in the processor's caches. */
const FEWEST: i32 = 4096;
let mostSlots: i32 = 0;
/** Where tables may stand, a larger one behind the smaller ones. */
let tables: usize = 0;
/** A value that isn't found so many places on gets no number: hashes can be made to meet. */
const TRIES: i32 = 64;
/** By number, two words each: where the bytes stand and how many there are. For `numbers.ts`. */
let entries: usize = 0;
/** Values: number and length in front of the bytes, so that a look-up ends where it compares. */
const HEADER: usize = 8;
let room: usize = 0;
let roomEnd: usize = 0;

/** The next number to be given, and the first that isn't given any more. */
export let next: i32 = 2;
let limit: i32 = 0;
let full: bool = false;

/**
 * Tells where tables of up to `slots` (times 16 bytes in all), the entries of `numbers` (times 8 bytes) and the
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
  tables = tableAt;
  mostSlots = slots;
  beginTable(min(FEWEST, slots));
  entries = entriesAt;
  limit = numbers;
  roomEnd = roomAt + roomSize;
  next = 2;
  room = roomAt;
  full = false;
}

/** A table of n slots stands behind the room of n: the ones before it together take less. */
function beginTable(slots: i32): void {
  table = tables + (<usize>slots << 3);
  tableMask = slots - 1;
  memory.fill(table, 0, <usize>slots << 3);
}

/** Goes on with a table of twice as many slots. */
function growTable(): void {
  const end = table + ((<usize>tableMask + 1) << 3);
  let from = table;
  beginTable((tableMask + 1) * 2);
  for (; from < end; from += 8) {
    const hash = load<i32>(from);
    if (hash == 0) continue;
    let slot = (hash >>> 1) & tableMask;
    while (load<i32>(table + (<usize>slot << 3)) != 0) slot = (slot + 1) & tableMask;
    store<u64>(table + (<usize>slot << 3), load<u64>(from));
  }
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
      const value = <usize>load<u32>(place, 4);
      if (load<i32>(value, 4) == length && isSame(value + HEADER, from, length)) {
        return load<i32>(value);
      }
    }
    slot++;
  }
  // What finds no place in a small table may find one in the largest.
  if (tableMask + 1 < mostSlots) {
    growTable();
    return numberOf(from, length, isText);
  }
  full = true;
  return UNNUMBERED;
}

function add(place: usize, hash: i32, from: usize, length: i32): i32 {
  const size = (<usize>length + HEADER + 15) & ~15;
  if (next >= limit || room + size > roomEnd) {
    full = true;
    return UNNUMBERED;
  }
  store<i32>(room, next);
  store<i32>(room, length, 4);
  memory.copy(room + HEADER, from, length);
  store<i32>(place, hash);
  store<u32>(place, <u32>room, 4);
  store<u32>(entries + <usize>next * 8, <u32>(room + HEADER));
  store<i32>(entries + <usize>next * 8, length, 4);
  room += size;
  if (next > tableMask / 2 && tableMask + 1 < mostSlots) growTable();
  return next++;
}

/** Whether bytes are equal; what stands behind them on either side may be read. */
// @ts-ignore: decorator
@inline
export function isSame(one: usize, other: usize, length: i32): bool {
  const last: usize = <usize>max(length - 16, 0);
  for (let at: usize = 0; at < last; at += 16) {
    if (v128.any_true(differences(one + at, other + at))) return false;
  }
  // The last block overlaps the one before, which takes no mask unless there is only one.
  return !v128.any_true(v128.and(differences(one + last, other + last), ones(min(length, 16))));
}

// @ts-ignore: decorator
@inline
function differences(one: usize, other: usize): v128 {
  return v128.xor(v128.load(one), v128.load(other));
}

/** Whether a value went without a number since the start, for want of room. */
export function isFull(): bool {
  return full;
}
