import {
  CLOSE_ARRAY,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  OPEN_ARRAY,
  OPEN_OBJECT,
  QUOTE,
  skipSpace,
  skipValue,
} from './json-scan.ts';

/** Who is told what an object around a list of items holds, in input order. Ranges in bytes. */
export interface EnvelopeVisitor {
  /** A member other than the array of items. */
  member(key: string, from: number, to: number): void;
  /** Before the items. False: they aren't wanted, and nothing is looked at any more. */
  items(): boolean;
  item(from: number, to: number): void;
}

/** Keys that matter are shorter. */
const LONGEST_KEY = 64;

/** How far a walk came. */
export interface Walked {
  /** Behind the value, or where it broke. */
  readonly end: number;
  readonly whole: boolean;
}

/**
 * Walks through one JSON object with an array `items`. Whole: the input is that object and nothing else.
 * Otherwise the end is where it broke off, or where something else begins.
 */
export function walkEnvelope(bytes: Buffer, visitor: EnvelopeVisitor): Walked {
  let at = skipSpace(bytes, 0);
  if (bytes[at] !== OPEN_OBJECT) return { end: at, whole: false };
  at = skipSpace(bytes, at + 1);
  if (bytes[at] === CLOSE_OBJECT) return objectEnds(bytes, at);
  for (;;) {
    const value = walkKey(bytes, at);
    if (value === undefined) return { end: at, whole: false };
    const member = walkMember(bytes, value, visitor);
    if (!member.whole) return member;
    at = skipSpace(bytes, member.end);
    if (bytes[at] === CLOSE_OBJECT) return objectEnds(bytes, at);
    if (bytes[at] !== COMMA) return { end: at, whole: false };
    at = skipSpace(bytes, at + 1);
  }
}

function objectEnds(bytes: Buffer, at: number): Walked {
  const end = skipSpace(bytes, at + 1);
  return { end, whole: end === bytes.length };
}

interface Key {
  readonly key: string;
  /** Where its value starts. */
  readonly from: number;
}

function walkKey(bytes: Buffer, at: number): Key | undefined {
  if (bytes[at] !== QUOTE) return undefined;
  const end = skipValue(bytes, at);
  if (end < 0) return undefined;
  const colon = skipSpace(bytes, end);
  if (bytes[colon] !== COLON) return undefined;
  const key = bytes.toString('latin1', at + 1, Math.min(end - 1, at + 1 + LONGEST_KEY));
  return { key, from: skipSpace(bytes, colon + 1) };
}

function walkMember(bytes: Buffer, { key, from }: Key, visitor: EnvelopeVisitor): Walked {
  if (key === 'items' && bytes[from] === OPEN_ARRAY) {
    if (!visitor.items()) return { end: from, whole: false };
    return walkItems(bytes, from, visitor);
  }
  const end = skipValue(bytes, from);
  if (end < 0) return { end: from, whole: false };
  visitor.member(key, from, end);
  return { end, whole: true };
}

function walkItems(bytes: Buffer, open: number, visitor: EnvelopeVisitor): Walked {
  let at = skipSpace(bytes, open + 1);
  if (bytes[at] === CLOSE_ARRAY) return { end: at + 1, whole: true };
  for (;;) {
    const end = skipValue(bytes, at);
    if (end < 0) return { end: at, whole: false };
    visitor.item(at, end);
    at = skipSpace(bytes, end);
    if (bytes[at] === CLOSE_ARRAY) return { end: at + 1, whole: true };
    if (bytes[at] !== COMMA) return { end: at, whole: false };
    at = skipSpace(bytes, at + 1);
  }
}
