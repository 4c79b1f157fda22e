/** Timestamps as Kubernetes writes them: `"2026-11-20T10:00:00.000000Z"`, quotes included. */

import { ROW_TIME } from '../layout';

const SIZE: i32 = 29;
/** Where the minute ends: what comes before it is the same for many events. */
const MINUTE: i32 = 16;

/** Where the digits stand in `:00.000000Z`; what is beyond reads as zero, and so do its digits. */
const DIGITS = memory.data<u8>([1, 2, 4, 5, 6, 7, 8, 9, 255, 255, 255, 255, 255, 255, 255, 255], 16);
const ZEROS = memory.data<u8>([48, 48, 48, 48, 48, 48, 48, 48, 0, 0, 0, 0, 0, 0, 0, 0], 16);
const NINES = memory.data<u8>([9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], 16);
const WEIGHTS = memory.data<i16>([10, 1, 10, 1, 10, 1, 10, 1], 16);

let latestMinute: v128 = i32x4.splat(0);
let latestMicros: f64 = -1;

/** Puts the time at `from` into a row; false: it is written in another way, or there is no such time. */
export function readTime(from: usize, size: i32, row: usize): bool {
  if (size != SIZE) return false;
  const minute = v128.load(from + 1);
  if (v128.any_true(v128.xor(minute, latestMinute)) || latestMicros < 0) {
    const micros = minuteAt(from + 1);
    if (micros < 0) return false;
    latestMinute = minute;
    latestMicros = micros;
  }
  const rest = from + 1 + MINUTE;
  if (load<u8>(rest) != 0x3a || load<u8>(rest + 3) != 0x2e || load<u8>(rest + 10) != 0x5a) return false;
  // All eight digits at once: as bytes, then as pairs in lanes of 32 bits.
  const all = i8x16.sub(i8x16.swizzle(v128.load(rest), v128.load(DIGITS)), v128.load(ZEROS));
  if (v128.any_true(i8x16.gt_u(all, v128.load(NINES)))) return false;
  const pairs = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(all), v128.load(WEIGHTS));
  const seconds = i32x4.extract_lane(pairs, 0);
  if (seconds > 59) return false;
  const first = i32x4.extract_lane(pairs, 1);
  const micros = (first * 100 + i32x4.extract_lane(pairs, 2)) * 100 + i32x4.extract_lane(pairs, 3);
  store<f64>(row + ROW_TIME * 4, latestMicros + <f64>(seconds * 1000000 + micros));
  return true;
}

/** The microseconds at the start of the minute `YYYY-MM-DDTHH:MM`, or -1. Days past the 28th of short months are left out. */
function minuteAt(at: usize): f64 {
  const year = digits(at, 4);
  const month = digits(at + 5, 2);
  const day = digits(at + 8, 2);
  const hour = digits(at + 11, 2);
  const minute = digits(at + 14, 2);
  if (load<u8>(at + 4) != 0x2d || load<u8>(at + 7) != 0x2d) return -1;
  if (load<u8>(at + 10) != 0x54 || load<u8>(at + 13) != 0x3a) return -1;
  if (year < 1971 || month < 1 || month > 12 || day < 1 || day > daysIn(month)) return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return -1;
  return (<f64>daysSince1970(year, month, day) * 1440 + <f64>(hour * 60 + minute)) * 60e6;
}

/** How many days a month surely has: the 29th of February is left to somebody else. */
function daysIn(month: i32): i32 {
  if (month == 2) return 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** Counted from March on, so that the leap day comes last (proleptic Gregorian calendar). */
function daysSince1970(year: i32, month: i32, day: i32): i32 {
  const y = month <= 2 ? year - 1 : year;
  const fromMarch = (month + 9) % 12;
  const dayOfYear = (153 * fromMarch + 2) / 5 + day - 1;
  return y * 365 + y / 4 - y / 100 + y / 400 + dayOfYear - 719468;
}

function digits(at: usize, count: i32): i32 {
  let value: i32 = 0;
  for (let i: usize = 0; i < <usize>count; i++) {
    const digit = <i32>load<u8>(at + i) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}
