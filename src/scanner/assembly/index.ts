/** What the scanner exports; `README.md` beside explains it. */

import {
  ACT_ID,
  ACT_KIND,
  ACT_TIME,
  ACT_VERB,
  ACT_VERSION,
  ROW_DIGEST,
  ROW_FLAGS,
  ROW_FROM,
  ROW_LENGTH,
} from '../layout';
import { sum } from './leaves';
import { marks, prepareMarks } from './marks';
import { beginRecord, flags, object } from './walk';
import { forgetMembers, isCrowded } from './members';
import { putFingerprint } from './fingerprint';
import { countLines, forgetShapes, rootLink } from './shapes';
import { prepareSlots } from './slots';
import { prepareText, round } from './text';

export { isFull, prepareNumbering } from './numbering';
export { prepareMembers } from './members';
export { prepareShapes } from './shapes';
export { prepareFingerprints } from './fingerprint';
export { evidence, prepareEvidence } from './evidence';

const DECLARED: i32 = (1 << ACT_KIND) | (1 << ACT_VERSION);
const SHAPED: i32 = (1 << ACT_ID) | (1 << ACT_VERB);
const TIMED: i32 = 1 << ACT_TIME;
const ROOT = i32x4(0x510e527f, 0x1b05688c, 0x6a09e667, 0x3b67ae85);

let root: usize = 0;
let blank: usize = 0;
let rowWords: i32 = 0;
/** How many bytes of a row have to be empty before it is filled. */
let blankSize: usize = 0;
let longest: i32 = 0;

/** Where the last scan stopped, in bytes of memory. */
let stopAt: usize = 0;

/** Where the last scan stopped: at the end, or at a line that is for somebody else. */
export function stoppedAt(): usize {
  return stopAt;
}

/** Tells where things stand: the root node, an empty row up to its spans, two texts and scratch. */
export function prepare(
  rootAt: usize,
  blankAt: usize,
  words: i32,
  spans: i32,
  event: usize,
  version: usize,
  scratch: usize,
  scratchSize: i32,
): void {
  root = rootAt;
  blank = blankAt;
  rowWords = words;
  blankSize = <usize>spans * 4;
  prepareSlots(blankSize);
  prepareMarks(event, version);
  prepareText(scratch, scratchSize);
}

/**
 * Reads the lines from `from` to `to`, where the last ends with a line feed, into rows at `rows`, at most
 * so many; gives how many there are. 16 bytes behind `to` must be zero. Records of more than `longestRecord`
 * bytes are for somebody else.
 */
export function scan(from: usize, to: usize, rows: usize, most: i32, longestRecord: i32): i32 {
  longest = longestRecord;
  if (isCrowded()) {
    forgetMembers();
    forgetShapes();
  }
  let at = from;
  let row = rows;
  const size = <usize>rowWords * 4;
  let count: i32 = 0;
  while (at < to && count < most) {
    const after = record(at, row);
    if (after == 0) break;
    at = after;
    row += size;
    count++;
  }
  stopAt = at;
  countLines(count);
  return count;
}

/** Reads one line into a row; gives where the next starts, or 0 when this one is for somebody else. */
function record(from: usize, row: usize): usize {
  if (load<u8>(from) != 0x7b) return 0;
  for (let i: usize = 0; i < blankSize; i += 16) v128.store(row + i, v128.load(blank + i));
  beginRecord(row);
  const end = object(from + 1, root, ROOT, rootLink());
  if (end == 0 || <i32>(end - from) > longest || !isEvent()) return 0;
  let after = end;
  if (load<u8>(after) == 0x0d) after++;
  if (load<u8>(after) != 0x0a) return 0;
  store<u32>(row, <u32>from, ROW_FROM * 4);
  store<i32>(row, <i32>(end - from), ROW_LENGTH * 4);
  store<i32>(row, flags, ROW_FLAGS * 4);
  v128.store(row + ROW_DIGEST * 4, round(round(sum)));
  putFingerprint(row);
  return after + 1;
}

/** An event says so with `kind` and `apiVersion`, or has neither and the fields of one. */
function isEvent(): bool {
  if ((marks & TIMED) == 0) return false;
  return (marks & DECLARED) == DECLARED || (marks & SHAPED) == SHAPED;
}
