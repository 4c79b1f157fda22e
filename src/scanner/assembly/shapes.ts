/**
 * Records come in few shapes: the keys of an object mostly follow each other as they did in a record
 * before. What is known of a key that was seen is kept, and its bytes are compared where it is expected;
 * that is all it takes to read it again.
 */

import { isSame } from './numbering';
import { firstBytes } from './text';

/**
 * A shape: the next one in the object, the first one inside its value, bytes of the key, its child, its
 * path, its place among the members, its bytes.
 */
const NEXT: usize = 0;
const INNER: usize = 4;
const LENGTH: usize = 8;
const CHILD: usize = 12;
const PATH: usize = 16;
const MEMBER: usize = 32;
const KEY: usize = 48;
/** Keys with quotes and colon up to this are learned. */
const LONGEST: usize = 64;
const SIZE: usize = KEY + LONGEST + 16;

/** How many shapes further on are tried. */
const TRIES: i32 = 8;
/** Full, they are forgotten when so many lines were read since. */
const LASTING: i32 = 100000;

/** Where the first shape of all is noted, then where the others stand. */
let start: usize = 0;
let end: usize = 0;
let used: usize = 0;
let lines: i32 = 0;

/** Tells where shapes may stand. */
export function prepareShapes(at: usize, size: usize): void {
  start = at;
  end = at + size;
  forgetShapes();
}

/** Begins anew. */
export function forgetShapes(): void {
  store<u32>(start, 0);
  used = start + 16;
  lines = 0;
}

/** Is told of lines that were read. */
export function countLines(count: i32): void {
  lines += count;
  if (lines > LASTING && used + SIZE > end) forgetShapes();
}

export function rootLink(): usize {
  return start;
}

// @ts-ignore: decorator
@inline
export function nextLink(shape: usize): usize {
  return shape + NEXT;
}

// @ts-ignore: decorator
@inline
export function innerLink(shape: usize): usize {
  return shape + INNER;
}

// @ts-ignore: decorator
@inline
export function shapeLength(shape: usize): usize {
  return load<u32>(shape, LENGTH);
}

// @ts-ignore: decorator
@inline
export function shapeChild(shape: usize): usize {
  return load<u32>(shape, CHILD);
}

// @ts-ignore: decorator
@inline
export function shapePath(shape: usize): v128 {
  return v128.load(shape, PATH);
}

// @ts-ignore: decorator
@inline
export function shapeMember(shape: usize): usize {
  return load<u32>(shape, MEMBER);
}

/** The shape whose key stands at `at`, if it is one of those expected; else 0. */
export function expected(link: usize, at: usize): usize {
  let shape: usize = load<u32>(link);
  for (let tries = 0; shape != 0 && tries < TRIES; tries++) {
    if (isAt(shape, at)) return shape;
    shape = load<u32>(shape, NEXT);
  }
  return 0;
}

// @ts-ignore: decorator
@inline
function isAt(shape: usize, at: usize): bool {
  const length = load<i32>(shape, LENGTH);
  if (length <= 16) {
    return !v128.any_true(v128.xor(v128.load(shape, KEY), firstBytes(at, length)));
  }
  if (v128.any_true(v128.xor(v128.load(shape, KEY), v128.load(at)))) return false;
  if (length <= 32) {
    return !v128.any_true(v128.xor(v128.load(shape, KEY + 16), firstBytes(at + 16, length - 16)));
  }
  return isSame(shape + KEY, at, length);
}

/** Keeps what is known of the key from `from` to `to`, quotes and colon included; gives its shape, or 0. */
export function learn(
  link: usize,
  from: usize,
  to: usize,
  child: usize,
  path: v128,
  member: usize,
): usize {
  const length = to - from;
  // Keys with spaces before the colon are nobody's habit.
  if (used + SIZE > end || length > LONGEST || load<u8>(to - 2) != 0x22) return 0;
  const shape = used;
  used += SIZE;
  store<u32>(shape, load<u32>(link), NEXT);
  store<u32>(shape, 0, INNER);
  store<u32>(shape, <u32>length, LENGTH);
  store<u32>(shape, <u32>child, CHILD);
  v128.store(shape, path, PATH);
  store<u32>(shape, <u32>member, MEMBER);
  memory.fill(shape + KEY, 0, LONGEST);
  memory.copy(shape + KEY, from, length);
  store<u32>(link, <u32>shape);
  return shape;
}
