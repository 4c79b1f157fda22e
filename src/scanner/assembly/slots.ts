/** The slots of a row: where in its record the values stand that are asked for. */

import {
  ABSENT,
  KIND_NONE,
  KIND_OTHER,
  KIND_PLAIN,
  KIND_STRING,
  LIST_END,
  ROW_NUMBERS,
  SPAN_FROM,
  SPAN_SIZE,
  SPAN_WORDS,
  UNNUMBERED,
} from '../layout';
import { escaped, QUOTE, wide } from './text';

/** The row being filled, in bytes of memory. */
let row: usize = 0;
/** How far behind the beginning of a row its spans begin, in bytes. */
let spans: usize = 0;

/** Tells how many bytes behind the beginning of a row its spans begin. */
export function prepareSlots(spansAt: usize): void {
  spans = spansAt;
}

/** Fills another row. */
export function beginSlots(rowAt: usize): void {
  row = rowAt;
}

/** Leaves a list of slots to whoever knows the whole event. */
export function defer(list: usize): void {
  if (list == 0) return;
  for (; load<i32>(list) != LIST_END; list += 4) {
    const slot = load<i32>(list);
    store<i32>(spanPlace(row, slot), KIND_NONE, SPAN_SIZE * 4);
    store<i32>(numberPlace(row, slot), UNNUMBERED);
  }
}

/** Where the number of a row's slot is. */
// @ts-ignore: decorator
@inline
export function numberPlace(rowAt: usize, slot: i32): usize {
  return rowAt + <usize>(ROW_NUMBERS + slot) * 4;
}

/** Where the span of a row's slot is. */
// @ts-ignore: decorator
@inline
export function spanPlace(rowAt: usize, slot: i32): usize {
  return rowAt + spans + <usize>slot * (SPAN_WORDS * 4);
}

/** What kind of value is in a row's slot. */
// @ts-ignore: decorator
@inline
export function kindIn(rowAt: usize, slot: i32): i32 {
  if (load<i32>(numberPlace(rowAt, slot)) == ABSENT) return KIND_NONE;
  return load<i32>(spanPlace(rowAt, slot), SPAN_SIZE * 4) & 3;
}

/** Notes where a value stands; gives where its number belongs, 0 where only the whole event can tell. */
export function keep(slot: i32, from: usize, end: usize): usize {
  const place = numberPlace(row, slot);
  if (load<i32>(place) == UNNUMBERED) return 0;
  let kind = KIND_OTHER;
  // The value read last is this one, so `escaped` and `wide` are its own.
  if (load<u8>(from) == QUOTE) kind = escaped || wide ? KIND_STRING : KIND_PLAIN;
  const span = spanPlace(row, slot);
  store<u32>(span, <u32>from, SPAN_FROM * 4);
  store<i32>(span, (<i32>(end - from) << 2) | kind, SPAN_SIZE * 4);
  store<i32>(place, UNNUMBERED);
  return place;
}
