/**
 * Keys that stand twice in an object, of which the last counts: a record with such is for somebody else.
 * Each key's path is noted here with the record that it was seen in last.
 */

/** Two words each: a part of the path, and the serial number of the record. A power of two of them. */
let table: usize = 0;
let mask: i32 = 0;
/** How many more paths are noted. */
let left: i32 = 0;
let full: bool = false;

/** A path that isn't found so many places on is not looked for any further: hashes can be made to meet. */
const TRIES: i32 = 64;

/** Tells where a table of `slots` (times 8 bytes) may stand. */
export function prepareMembers(at: usize, slots: i32): void {
  table = at;
  mask = slots - 1;
  forgetMembers();
}

export function forgetMembers(): void {
  memory.fill(table, 0, (<usize>mask + 1) * 8);
  left = (mask + 1) / 2;
  full = false;
}

/** Whether a path went without a place since the start, for want of room. */
export function isCrowded(): bool {
  return full;
}

/** The place of a member's path, or 0. */
export function memberAt(path: v128): usize {
  // Paths that agree in this much are taken for one: a record is left to somebody else in vain then.
  const part = i32x4.extract_lane(path, 0) | 1;
  let slot = i32x4.extract_lane(path, 1);
  for (let tries = 0; tries < TRIES; tries++) {
    const place = table + (<usize>(slot & mask) << 3);
    const found = load<i32>(place);
    if (found == part) return place;
    if (found == 0) {
      if (left == 0) break;
      left--;
      store<i32>(place, part);
      return place;
    }
    slot++;
  }
  full = true;
  return 0;
}

/** Notes that a member is in a record; false: it was already. */
// @ts-ignore: decorator
@inline
export function isFirst(place: usize, serial: i32): bool {
  if (load<i32>(place, 4) == serial) return false;
  store<i32>(place, serial, 4);
  return true;
}
