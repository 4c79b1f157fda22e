/** What an alert shows of an event, put together as JSON from the bytes of its fields. */

import {
  EVIDENCE_FIELDS,
  KIND_NONE,
  KIND_OTHER,
  KIND_PLAIN,
  LONGEST_EVIDENCE,
  SPAN_FROM,
  SPAN_SIZE,
  UNNUMBERED,
} from '../layout';
import { kindIn, numberPlace, prepareSlots, spanPlace } from './slots';

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

/** Tells where the list of slots stands, where evidence may be written, and where in a row the spans begin, in words. */
export function prepareEvidence(fieldsAt: usize, outputAt: usize, spans: i32): void {
  fields = fieldsAt;
  output = outputAt;
  prepareSlots(<usize>spans * 4);
}

/** Writes the evidence of a row; gives how many bytes it has, 0 when it isn't that simple. */
export function evidence(row: usize): i32 {
  const user = slotFor(USER);
  if (isDeferred(row, user)) return 0;
  const impersonated = kindIn(row, user) != KIND_NONE;
  const named = kindIn(row, slotFor(RESOURCE)) != KIND_NONE;
  let to = output;
  store<u8>(to++, 0x5b);
  for (let field = 0; field < EVIDENCE_FIELDS; field++) {
    if (field > 0) store<u8>(to++, COMMA);
    const slot = slotFor(!impersonated && field == USER ? IMPERSONATOR : field);
    const hidden = (field == IMPERSONATOR && !impersonated) || (field == PATH && named);
    if (isDeferred(row, slot)) return 0;
    const kind = kindIn(row, slot);
    if (hidden || kind == KIND_NONE) {
      store<u32>(to, NULL);
      to += 4;
      continue;
    }
    const size = write(spanPlace(row, slot), kind, field, to);
    if (size == 0) return 0;
    to += size;
  }
  store<u8>(to++, 0x5d);
  // Whoever copies it takes eight bytes at a time.
  store<u64>(to, 0);
  return <i32>(to - output);
}

// @ts-ignore: decorator
@inline
function slotFor(field: i32): i32 {
  return load<i32>(fields + <usize>field * 4);
}

/** Whether only the whole event can tell. */
// @ts-ignore: decorator
@inline
function isDeferred(row: usize, slot: i32): bool {
  return load<i32>(numberPlace(row, slot)) == UNNUMBERED && kindIn(row, slot) == KIND_NONE;
}

/** Copies a plain, short, not empty text, or the code; 0 when it is something else. */
function write(span: usize, kind: i32, field: i32, to: usize): usize {
  const from: usize = load<u32>(span, SPAN_FROM * 4);
  const size = <usize>(load<i32>(span, SPAN_SIZE * 4) >> 2);
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
