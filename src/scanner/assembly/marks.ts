/** The fields that make an event what it is. */

import { ACT_KIND, ACT_TIME, ACT_VERSION } from '../layout';
import { isSame } from './numbering';
import { escaped, QUOTE } from './text';
import { readTime } from './time';

/** Which of them were there: a bit for each act. */
export let marks: i32 = 0;

/** The row that gets the time, in bytes of memory. */
let row: usize = 0;

/** Begins a record. */
export function beginMarks(rowAt: usize): void {
  row = rowAt;
  marks = 0;
}

/** Notes that a field is there; whether it says what the scanner knows. */
export function mark(act: i32, from: usize, end: usize): bool {
  marks |= 1 << act;
  const size = <i32>(end - from);
  if (act == ACT_KIND) return size == 7 && load<u8>(from) == QUOTE && is(from, EVENT, 7);
  if (act == ACT_VERSION) return size == 17 && is(from, VERSION, 17);
  if (act == ACT_TIME) return !escaped && readTime(from, size, row);
  return size > 2 && load<u8>(from) == QUOTE;
}

/** Where the texts `"Event"` and `"audit.k8s.io/v1"` stand. */
let EVENT: usize = 0;
let VERSION: usize = 0;

/** Tells where the two texts stand. */
export function prepareMarks(event: usize, version: usize): void {
  EVENT = event;
  VERSION = version;
}

function is(from: usize, expected: usize, length: i32): bool {
  return isSame(expected, from, length);
}
