/** JSON values: one walk checks the grammar, adds up the digest and fills the row. */

import {
  ACT_KIND,
  ACT_LAST,
  ACT_REFUSE,
  ACT_TIME,
  ACT_VERSION,
  CHILD_ACT,
  CHILD_BELOW,
  CHILD_NODE,
  CHILD_NUMBERED,
  CHILD_RIVALS,
  CHILD_SLOT,
  CHILD_TAKEN,
  FLAG_WIDE,
} from '../layout';
import {
  addLeaf,
  FALSE,
  integer,
  literal,
  NO_ELEMENTS,
  NO_MEMBERS,
  NULL,
  resetSum,
  STRING,
  sum,
  TRUE,
} from './leaves';
import { beginMarks, mark } from './marks';
import { isFirst, memberAt } from './members';
import { childOf } from './nodes';
import { next, numberOf } from './numbering';
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
import { beginSlots, defer, keep } from './slots';
import { escaped, hash, QUOTE, round, text, wide } from './text';

/** Deeper events are read by somebody else. */
const DEEPEST: i32 = 64;
const DOT: u8 = 0x2e;
const ELEMENT = i32x4(0x3c6ef372, 0x78dde6e4, 0x5be0cd19, 0x1f83d9ab);

let serial: i32 = 0;
let depth: i32 = 0;
export let flags: i32 = 0;

/** Begins a record whose row is at `rowAt`. */
export function beginRecord(rowAt: usize): void {
  serial++;
  depth = 0;
  flags = 0;
  resetSum(i32x4.splat(0));
  beginSlots(rowAt);
  beginMarks(rowAt);
}

// @ts-ignore: decorator
@inline
function skip(at: usize): usize {
  while (load<u8>(at) == 0x20 || load<u8>(at) == 0x09) at++;
  return at;
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
        child = childOf(node, key, <i32>(end - key));
        // At the top it may be a way to a field of a body, for which no slot says so.
        if (child == 0 && depth == 1 && hasDot(key, end)) return 0;
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

function hasDot(from: usize, to: usize): bool {
  for (; from < to; from++) if (load<u8>(from) == DOT) return true;
  return false;
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
    if (act == ACT_KIND || act == ACT_VERSION) resetSum(before);
  }
  const slot = load<i32>(child, CHILD_SLOT * 4);
  if (slot >= 0) {
    const place = keep(slot, at, end);
    if (place == 0) return end;
    if (load<i32>(child, CHILD_NUMBERED * 4)) {
      const taken = next;
      store<i32>(place, numberOf(at, <i32>(end - at), load<u8>(at) == QUOTE));
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
