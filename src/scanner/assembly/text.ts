/** Strings: where they end, whether JSON allows what is in them, and their hash. */

export const QUOTE: i32 = 0x22;
const BACKSLASH: i32 = 0x5c;

/**
 * Constants stand in memory, below what the scanner allocates: V8 loads them with one instruction, where
 * it would put literals together anew from four at each use.
 */
const QUOTES = memory.data<u32>([0x22222222, 0x22222222, 0x22222222, 0x22222222], 16);
const BACKSLASHES = memory.data<u32>([0x5c5c5c5c, 0x5c5c5c5c, 0x5c5c5c5c, 0x5c5c5c5c], 16);
const CONTROLS = memory.data<u32>([0x1f1f1f1f, 0x1f1f1f1f, 0x1f1f1f1f, 0x1f1f1f1f], 16);
const MULTIPLIER = memory.data<u32>([0x2c1b3c6d, 0x297a2d39, 0x1b56c4f5, 0x7feb352d], 16);
const SEED = memory.data<u32>([0x243f6a88, 0x05a308d3, 0x13198a2e, 0x03707344], 16);
/** Ones and zeros: the block that begins `count` bytes before the zeros has so many bytes of ones. */
const ONES = memory.data<u32>([-1, -1, -1, -1, 0, 0, 0, 0], 64);
/** Which bytes change places in a round. */
const PLACES = memory.data<u8>([0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11], 16);

/** Where a string with escapes is decoded, and where the room for that ends. */
let scratch: usize = 0;
let scratchEnd: usize = 0;

/** The hash of the string that was read last, and what it holds. */
export let hash: v128 = i32x4.splat(0);
export let escaped: bool = false;
export let wide: i32 = 0;

/** Tells where decoded text may stand. */
export function prepareText(scratchAt: usize, scratchSize: usize): void {
  scratch = scratchAt;
  scratchEnd = scratchAt + scratchSize - 32;
}

/** One round of the hash: a bijection of 128 bits. */
// @ts-ignore: decorator
@inline
export function round(x: v128): v128 {
  x = i32x4.mul(x, v128.load(MULTIPLIER));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  return i8x16.relaxed_swizzle(x, v128.load(PLACES));
}

/** A block with `count` bytes of ones, at most 16. */
// @ts-ignore: decorator
@inline
export function ones(count: i32): v128 {
  return v128.load(ONES + 16 - <usize>count);
}

/** The block at `at`, with only its first `count` bytes. */
// @ts-ignore: decorator
@inline
export function firstBytes(at: usize, count: i32): v128 {
  return v128.and(v128.load(at), ones(count));
}

/** A bit for each byte of a block that may not stand in a string: quotes, backslashes, control characters. */
// @ts-ignore: decorator
@inline
function specials(block: v128): i32 {
  const ends = v128.or(
    i8x16.eq(block, v128.load(QUOTES)),
    i8x16.eq(block, v128.load(BACKSLASHES)),
  );
  return i8x16.bitmask(v128.or(ends, i8x16.le_u(block, v128.load(CONTROLS))));
}

/** The hash of any bytes. */
export function hashOf(from: usize, length: i32): v128 {
  let acc = v128.load(SEED);
  let at = from;
  for (let left = length; left >= 16; left -= 16, at += 16) {
    acc = round(v128.xor(acc, v128.load(at)));
  }
  acc = round(v128.xor(acc, firstBytes(at, length & 15)));
  return round(v128.xor(acc, i32x4.splat(length)));
}

/** Reads the string whose first byte is at `from`, behind the quote; gives the place of the quote at its end, or 0. */
// @ts-ignore: decorator
@inline
export function text(from: usize): usize {
  let acc = v128.load(SEED);
  let at = from;
  let high: i32 = 0;
  while (true) {
    const block = v128.load(at);
    const special = specials(block);
    if (special == 0) {
      high |= i8x16.bitmask(block);
      acc = round(v128.xor(acc, block));
      at += 16;
      continue;
    }
    const count = ctz(special);
    const rest = v128.and(block, ones(count));
    wide = high | i8x16.bitmask(rest);
    at += count;
    const byte = <i32>load<u8>(at);
    if (byte != QUOTE) return byte == BACKSLASH ? escapedText(from) : 0;
    acc = round(v128.xor(acc, rest));
    hash = round(v128.xor(acc, i32x4.splat(<i32>(at - from))));
    escaped = false;
    return at;
  }
}

/** The same for a string with escapes, which is decoded for its hash. */
function escapedText(from: usize): usize {
  let at = from;
  let to = scratch;
  let high: i32 = 0;
  while (true) {
    const block = v128.load(at);
    const special = specials(block);
    if (to > scratchEnd) return 0;
    v128.store(to, block);
    if (special == 0) {
      high |= i8x16.bitmask(block);
      at += 16;
      to += 16;
      continue;
    }
    const count = ctz(special);
    high |= i8x16.bitmask(v128.and(block, ones(count)));
    at += count;
    to += count;
    const byte = <i32>load<u8>(at);
    if (byte == QUOTE) break;
    if (byte != BACKSLASH) return 0;
    const after = unescape(at + 1, to);
    if (after == 0) return 0;
    at = after;
    to = written;
  }
  hash = hashOf(scratch, <i32>(to - scratch));
  escaped = true;
  wide = high;
  return at;
}

/** Where the text goes on that `unescape` wrote. */
let written: usize = 0;

/** Writes what the escape behind a backslash stands for; gives what comes after it, or 0. */
function unescape(at: usize, to: usize): usize {
  const byte = load<u8>(at);
  if (byte == 0x75) return unescapeUnicode(at + 1, to);
  let plain: u8 = 0;
  if (byte == 0x22 || byte == 0x5c || byte == 0x2f) plain = byte;
  else if (byte == 0x6e) plain = 0x0a;
  else if (byte == 0x74) plain = 0x09;
  else if (byte == 0x72) plain = 0x0d;
  else if (byte == 0x62) plain = 0x08;
  else if (byte == 0x66) plain = 0x0c;
  else return 0;
  store<u8>(to, plain);
  written = to + 1;
  return at + 1;
}

/** A surrogate without its other half is written as if it were a character (WTF-8). */
function unescapeUnicode(at: usize, to: usize): usize {
  let point = hexAt(at);
  if (point < 0) return 0;
  let after = at + 4;
  const isPair = (point & 0xfc00) == 0xd800 && load<u8>(after) == 0x5c && load<u8>(after + 1) == 0x75;
  if (isPair) {
    const low = hexAt(after + 2);
    if (low < 0) return 0;
    if ((low & 0xfc00) == 0xdc00) {
      point = 0x10000 + ((point & 0x3ff) << 10) + (low & 0x3ff);
      after += 6;
    }
  }
  written = to + encode(point, to);
  return after;
}

function encode(point: i32, to: usize): usize {
  if (point < 0x80) {
    store<u8>(to, <u8>point);
    return 1;
  }
  if (point < 0x800) {
    store<u8>(to, <u8>(0xc0 | (point >> 6)));
    store<u8>(to + 1, <u8>(0x80 | (point & 0x3f)));
    return 2;
  }
  if (point < 0x10000) {
    store<u8>(to, <u8>(0xe0 | (point >> 12)));
    store<u8>(to + 1, <u8>(0x80 | ((point >> 6) & 0x3f)));
    store<u8>(to + 2, <u8>(0x80 | (point & 0x3f)));
    return 3;
  }
  store<u8>(to, <u8>(0xf0 | (point >> 18)));
  store<u8>(to + 1, <u8>(0x80 | ((point >> 12) & 0x3f)));
  store<u8>(to + 2, <u8>(0x80 | ((point >> 6) & 0x3f)));
  store<u8>(to + 3, <u8>(0x80 | (point & 0x3f)));
  return 4;
}

/** Four hexadecimal digits as a number, or -1. */
function hexAt(at: usize): i32 {
  let value: i32 = 0;
  for (let i: usize = 0; i < 4; i++) {
    const byte = <i32>load<u8>(at + i);
    const lower = byte | 0x20;
    let digit: i32 = -1;
    if (byte >= 0x30 && byte <= 0x39) digit = byte - 0x30;
    else if (lower >= 0x61 && lower <= 0x66) digit = lower - 0x57;
    if (digit < 0) return -1;
    value = (value << 4) | digit;
  }
  return value;
}
