/** What an alert shows of an event, put together as JSON from the bytes of its fields. */

import {
  EVIDENCE_FIELDS,
  KIND_NONE,
  KIND_OTHER,
  KIND_PLAIN,
  LONGEST_EVIDENCE,
  ROW_SLOTS,
  SLOT_FROM,
  SLOT_NUMBER,
  SLOT_SIZE,
  SLOT_WORDS,
  UNNUMBERED,
} from '../layout';

const NULL: u32 = 0x6c6c756e;
const COMMA: u8 = 0x2c;

/** Places in the list of evidence. */
const RESOURCE: i32 = 3;
const USER: i32 = 7;
const IMPERSONATOR: i32 = 8;
const CODE: i32 = 11;
const PATH: i32 = 13;

/** The slots of the evidence fields: `user` is the impersonated one's, `impersonator` the user's own. */
let fields: usize = 0;
let output: usize = 0;

/** Tells where the list of slots stands, and where evidence may be written. */
export function prepareEvidence(fieldsAt: usize, outputAt: usize): void {
  fields = fieldsAt;
  output = outputAt;
}

/** Writes the evidence of a row; gives how many bytes it has, 0 when it isn't that simple. */
export function evidence(row: usize): i32 {
  if (isDeferred(slotOf(row, USER))) return 0;
  const impersonated = kindOf(slotOf(row, USER)) != KIND_NONE;
  const named = kindOf(slotOf(row, RESOURCE)) != KIND_NONE;
  let to = output;
  store<u8>(to++, 0x5b);
  for (let field = 0; field < EVIDENCE_FIELDS; field++) {
    if (field > 0) store<u8>(to++, COMMA);
    let slot = slotOf(row, field);
    if (!impersonated && field == USER) slot = slotOf(row, IMPERSONATOR);
    const hidden = (field == IMPERSONATOR && !impersonated) || (field == PATH && named);
    if (isDeferred(slot)) return 0;
    if (hidden || kindOf(slot) == KIND_NONE) {
      store<u32>(to, NULL);
      to += 4;
      continue;
    }
    const size = write(slot, field, to);
    if (size == 0) return 0;
    to += size;
  }
  store<u8>(to++, 0x5d);
  return <i32>(to - output);
}

function slotOf(row: usize, field: i32): usize {
  const slot = load<i32>(fields + <usize>field * 4);
  return row + <usize>(ROW_SLOTS + slot * SLOT_WORDS) * 4;
}

// @ts-ignore: decorator
@inline
function kindOf(slot: usize): i32 {
  return load<i32>(slot, SLOT_SIZE * 4) & 3;
}

/** Whether only the whole event can tell. */
// @ts-ignore: decorator
@inline
function isDeferred(slot: usize): bool {
  return kindOf(slot) == KIND_NONE && load<i32>(slot, SLOT_NUMBER * 4) == UNNUMBERED;
}

/** Copies a plain, short, not empty text, or the code; 0 when it is something else. */
function write(slot: usize, field: i32, to: usize): usize {
  const kind = kindOf(slot);
  const from: usize = load<u32>(slot, SLOT_FROM * 4);
  const size = <usize>(load<i32>(slot, SLOT_SIZE * 4) >> 2);
  if (field == CODE) {
    const first = load<u8>(from);
    if (kind != KIND_OTHER || size > 15 || first - 0x30 > 9) return 0;
  } else if (kind != KIND_PLAIN || size <= 2 || size > <usize>LONGEST_EVIDENCE) return 0;
  for (let i: usize = 0; i < size; i += 16) v128.store(to + i, v128.load(from + i));
  if (field != PATH) return size;
  for (let i: usize = 0; i < size; i++) {
    if (load<u8>(to + i) != 0x3f) continue;
    // An empty path is no path: left to whoever knows what to make of it.
    store<u8>(to + i, 0x22);
    return i > 1 ? i + 1 : 0;
  }
  return size;
}
