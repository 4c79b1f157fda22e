/** The slots of a row: where in its record the values stand that are asked for. */

import {
  KIND_NONE,
  KIND_OTHER,
  KIND_PLAIN,
  KIND_STRING,
  LIST_END,
  ROW_SLOTS,
  SLOT_FROM,
  SLOT_NUMBER,
  SLOT_SIZE,
  SLOT_WORDS,
  UNNUMBERED,
} from '../layout';
import { escaped, QUOTE, wide } from './text';

/** The row being filled, in bytes of memory. */
let row: usize = 0;

/** Fills another row. */
export function beginSlots(rowAt: usize): void {
  row = rowAt;
}

/** Leaves a list of slots to whoever knows the whole event. */
export function defer(list: usize): void {
  if (list == 0) return;
  for (; load<i32>(list) != LIST_END; list += 4) {
    const place = slotAt(load<i32>(list));
    store<i32>(place, KIND_NONE, SLOT_SIZE * 4);
    store<i32>(place, UNNUMBERED, SLOT_NUMBER * 4);
  }
}

// @ts-ignore: decorator
@inline
function slotAt(slot: i32): usize {
  return row + <usize>(ROW_SLOTS + slot * SLOT_WORDS) * 4;
}

/** Notes where a value stands; gives the slot, 0 where only the whole event can tell. */
export function keep(slot: i32, from: usize, end: usize): usize {
  const place = slotAt(slot);
  if (load<i32>(place, SLOT_NUMBER * 4) == UNNUMBERED) return 0;
  let kind = KIND_OTHER;
  // The value read last is this one, so `escaped` and `wide` are its own.
  if (load<u8>(from) == QUOTE) kind = escaped || wide ? KIND_STRING : KIND_PLAIN;
  store<u32>(place, <u32>from, SLOT_FROM * 4);
  store<i32>(place, (<i32>(end - from) << 2) | kind, SLOT_SIZE * 4);
  store<i32>(place, UNNUMBERED, SLOT_NUMBER * 4);
  return place;
}
