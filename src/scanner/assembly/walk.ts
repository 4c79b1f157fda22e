/** JSON values: one walk checks the grammar, adds up the digest and fills the row. */

import {
  ACT_KIND,
  ACT_LAST,
  ACT_REFUSE,
  ACT_TIME,
  ACT_VERSION,
  CHILD_ACT,
  CHILD_BELOW,
  CHILD_KEY,
  CHILD_LENGTH,
  CHILD_NEXT,
  CHILD_NODE,
  CHILD_NUMBERED,
  CHILD_RIVALS,
  CHILD_SLOT,
  CHILD_TAKEN,
  FLAG_WIDE,
  KIND_NONE,
  KIND_OTHER,
  KIND_PLAIN,
  KIND_STRING,
  LIST_END,
  NODE_BUCKETS,
  ROW_SLOTS,
  SLOT_FROM,
  SLOT_NUMBER,
  SLOT_SIZE,
  SLOT_WORDS,
  UNNUMBERED,
} from '../layout';
import { isFirst, memberAt } from './members';
import { isSame, next, numberOf } from './numbering';
import {
  expected,
  innerLink,
  learn,
  nextLink,
  shapeChild,
  shapeLength,
  shapeMember,
  shapePath,
} from './shapes';
import { escaped, hash, hashOf, QUOTE, round, text, wide } from './text';
import { readTime } from './time';

/** Deeper events are read by somebody else. */
const DEEPEST: i32 = 64;
/** The most digits that every JSON number of this form keeps as a double. */
const MOST_DIGITS: i32 = 15;

/** Kinds of leaves in the digest. */
const STRING: i32 = 1;
const NUMBER: i32 = 2;
const TRUE: i32 = 3;
const FALSE: i32 = 4;
const NULL: i32 = 5;
const NO_MEMBERS: i32 = 6;
const NO_ELEMENTS: i32 = 7;

const LEAF_MULTIPLIER = memory.data<u32>([0x165667b1, 0x1b873593, 0x2545f491, 0x045d9f3b], 16);
/** What each kind of leaf adds. */
const KINDS = memory.data<i32>([
  0, 0x3779b97f, 0x6ef372fe, 0xa66d2c7d, 0xdde6e5fc, 0x15609f7b, 0x4cda58fa, 0x84541279,
]);
const ELEMENT = i32x4(0x3c6ef372, 0x78dde6e4, 0x5be0cd19, 0x1f83d9ab);

/** The row being filled, in bytes of memory. */
export let row: usize = 0;
let serial: i32 = 0;
let depth: i32 = 0;
/** The digest so far: a sum, so that the order of keys makes no difference. */
export let sum: v128 = i32x4.splat(0);
export let flags: i32 = 0;
/** Which of the fields that make an event what it is were there: a bit for each act. */
export let marks: i32 = 0;

/** Begins a record whose row is at `rowAt`. */
export function beginRecord(rowAt: usize): void {
  row = rowAt;
  serial++;
  depth = 0;
  sum = i32x4.splat(0);
  flags = 0;
  marks = 0;
}

// @ts-ignore: decorator
@inline
function skip(at: usize): usize {
  while (load<u8>(at) == 0x20 || load<u8>(at) == 0x09) at++;
  return at;
}

// @ts-ignore: decorator
@inline
function addLeaf(path: v128, value: v128, kind: i32): void {
  let x = i32x4.add(v128.xor(path, value), v128.load32_splat(KINDS + (<usize>kind << 2)));
  x = i32x4.mul(x, v128.load(LEAF_MULTIPLIER));
  sum = i32x4.add(sum, v128.xor(x, i32x4.shr_u(x, 13)));
}

/**
 * Reads the object behind the `{` before `at`, whose node is `node`; gives what comes after it, or 0.
 * `link` is where its first shape is noted, 0: nothing is known of its shape.
 */
export function object(start: usize, node: usize, path: v128, link: usize): usize {
  if (++depth > DEEPEST) return 0;
  let at = skip(start);
  if (load<u8>(at) == 0x7d) {
    addLeaf(path, path, NO_MEMBERS);
    depth--;
    return at + 1;
  }
  while (true) {
    let shape: usize = 0;
    if (link != 0) shape = expected(link, at);
    let child: usize;
    let memberPath: v128;
    let member: usize;
    if (shape != 0) {
      at += shapeLength(shape);
      child = shapeChild(shape);
      memberPath = shapePath(shape);
      member = shapeMember(shape);
      if (load<u8>(at) <= 0x20) at = skip(at);
    } else {
      if (load<u8>(at) != QUOTE) return 0;
      const key = at + 1;
      const end = text(key);
      if (end == 0) return 0;
      const plain = wide == 0;
      if (!plain) flags |= FLAG_WIDE;
      child = 0;
      if (node != 0) {
        // Another spelling of a key may hide one that is asked for.
        if (escaped) return 0;
        child = find(node, key, <i32>(end - key));
      }
      memberPath = round(v128.xor(path, hash));
      member = memberAt(memberPath);
      if (member == 0) return 0;
      at = skip(end + 1);
      if (load<u8>(at) != 0x3a) return 0;
      at++;
      // What is not ASCII has to be noticed each time.
      if (link != 0 && plain) shape = learn(link, key - 1, at, child, memberPath, member);
      at = skip(at);
    }
    // Of keys that stand twice the last counts.
    if (!isFirst(member, serial)) return 0;
    let inner: usize = 0;
    if (shape != 0) {
      inner = innerLink(shape);
      link = nextLink(shape);
    }
    if (child != 0) at = wanted(at, memberPath, child, inner);
    else if (load<u8>(at) == 0x7b) at = object(at + 1, 0, memberPath, inner);
    else at = value(at, memberPath);
    if (at == 0) return 0;
    at = skip(at);
    const byte = load<u8>(at);
    if (byte == 0x2c) at = skip(at + 1);
    else if (byte == 0x7d) {
      depth--;
      return at + 1;
    } else return 0;
  }
}

function array(start: usize, path: v128, last: i32): usize {
  if (++depth > DEEPEST) return 0;
  let at = skip(start);
  if (load<u8>(at) == 0x5d) {
    addLeaf(path, path, NO_ELEMENTS);
    depth--;
    return at + 1;
  }
  let index: i32 = 0;
  while (true) {
    const element = at;
    index++;
    at = value(at, round(v128.xor(path, i32x4.add(ELEMENT, i32x4.splat(index)))));
    if (at == 0) return 0;
    const end = at;
    at = skip(at);
    const byte = load<u8>(at);
    if (byte == 0x2c) at = skip(at + 1);
    else if (byte == 0x5d) {
      if (last >= 0) keep(last, element, end);
      depth--;
      return at + 1;
    } else return 0;
  }
}

/** Reads any value; gives what comes after it, or 0. */
function value(at: usize, path: v128): usize {
  const byte = load<u8>(at);
  if (byte == QUOTE) {
    const end = text(at + 1);
    if (end == 0) return 0;
    if (wide) flags |= FLAG_WIDE;
    addLeaf(path, hash, STRING);
    return end + 1;
  }
  if (byte == 0x7b) return object(at + 1, 0, path, 0);
  if (byte == 0x5b) return array(at + 1, path, -1);
  if (byte == 0x74) return literal(at, path, 0x65757274, 4, TRUE);
  if (byte == 0x66) return literal(at + 1, path, 0x65736c61, 4, FALSE);
  if (byte == 0x6e) return literal(at, path, 0x6c6c756e, 4, NULL);
  return integer(at, path);
}

function literal(at: usize, path: v128, word: u32, length: usize, kind: i32): usize {
  if (load<u32>(at) != word) return 0;
  addLeaf(path, path, kind);
  return at + length;
}

/** Whole numbers as JavaScript writes them; others are left to `JSON.parse`. */
function integer(from: usize, path: v128): usize {
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

/** Reads a value whose key some node knows. */
function wanted(at: usize, path: v128, child: usize, inner: usize): usize {
  const act = load<i32>(child, CHILD_ACT * 4);
  if (act == ACT_REFUSE) return 0;
  defer(load<u32>(child, CHILD_RIVALS * 4));
  const before = sum;
  const end = below(at, path, child, act, inner);
  if (end == 0) return 0;
  if (act >= ACT_KIND && act <= ACT_TIME) {
    if (!mark(act, at, end)) return 0;
    if (act == ACT_KIND || act == ACT_VERSION) sum = before;
  }
  const slot = load<i32>(child, CHILD_SLOT * 4);
  if (slot >= 0) {
    const place = keep(slot, at, end);
    if (place == 0) return end;
    if (load<i32>(child, CHILD_NUMBERED * 4)) {
      const taken = next;
      store<i32>(place, numberOf(at, <i32>(end - at), load<u8>(at) == QUOTE), SLOT_NUMBER * 4);
      store<i32>(child, load<i32>(child, CHILD_TAKEN * 4) + next - taken, CHILD_TAKEN * 4);
    }
  }
  return end;
}

function below(at: usize, path: v128, child: usize, act: i32, inner: usize): usize {
  const node = <usize>load<u32>(child, CHILD_NODE * 4);
  const byte = load<u8>(at);
  if (act == ACT_LAST && byte != 0x5b) return 0;
  if (byte == 0x5b) {
    // What is asked for may lie in any of the elements.
    if (node != 0) defer(load<u32>(child, CHILD_BELOW * 4));
    return array(at + 1, path, act == ACT_LAST ? load<i32>(child, CHILD_SLOT * 4) + 1 : -1);
  }
  if (byte == 0x7b && node != 0) return object(at + 1, node, path, inner);
  return value(at, path);
}

/** Leaves a list of slots to whoever knows the whole event. */
function defer(list: usize): void {
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
function keep(slot: i32, from: usize, end: usize): usize {
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

/** Whether a field that makes an event what it is says what the scanner knows. */
function mark(act: i32, from: usize, end: usize): bool {
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
export function prepareWalk(event: usize, version: usize): void {
  EVENT = event;
  VERSION = version;
}

function is(from: usize, expected: usize, length: i32): bool {
  return isSame(expected, from, length);
}

/** The child of a node for a key, or 0. */
function find(node: usize, key: usize, length: i32): usize {
  let bucket: i32 = 0;
  if (length > 0) bucket = length + load<u8>(key) * 3 + load<u8>(key + length - 1) * 5;
  bucket &= NODE_BUCKETS - 1;
  let child: usize = load<u32>(node + (<usize>bucket << 2));
  while (child != 0) {
    if (load<i32>(child, CHILD_LENGTH * 4) == length) {
      if (isSame(load<u32>(child, CHILD_KEY * 4), key, length)) return child;
    }
    child = load<u32>(child, CHILD_NEXT * 4);
  }
  return 0;
}
