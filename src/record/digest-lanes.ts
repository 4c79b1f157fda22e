/**
 * The arithmetic of content digests: four lanes of 32 bits, as a SIMD register has them. The scanner in
 * `src/scanner/assembly` computes the same.
 */

/** Four lanes. */
export type Digest = Int32Array;

/** What a value is, beside its text. */
export const LEAF = {
  string: 1,
  number: 2,
  true: 3,
  false: 4,
  null: 5,
  noMembers: 6,
  noElements: 7,
  deep: 8,
} as const;

const MULTIPLIER = Int32Array.of(0x2c1b3c6d, 0x297a2d39, 0x1b56c4f5, 0x7feb352d);
const LEAF_MULTIPLIER = Int32Array.of(0x165667b1, 0x1b873593, 0x2545f491, 0x045d9f3b);
const SEED = Int32Array.of(0x243f6a88, 0x05a308d3, 0x13198a2e, 0x03707344);
const ELEMENT = Int32Array.of(0x3c6ef372, 0x78dde6e4, 0x5be0cd19, 0x1f83d9ab);
const KIND = 0x3779b97f;

/** The path of the event itself. */
export const ROOT: Digest = Int32Array.of(0x510e527f, 0x1b05688c, 0x6a09e667, 0x3b67ae85);

const BYTE = [0xff, 0xff00, 0xff0000, 0xff000000 | 0] as const;

/** One round, in place: multiply, fold the upper bits down, let the lanes' bytes change places. */
export function round(lanes: Digest): void {
  for (let lane = 0; lane < 4; lane++) {
    const product = Math.imul(lanes[lane] as number, MULTIPLIER[lane] as number);
    lanes[lane] = product ^ (product >>> 15);
  }
  const a = lanes[0] as number;
  const b = lanes[1] as number;
  const c = lanes[2] as number;
  const d = lanes[3] as number;
  lanes[0] = (a & BYTE[0]) | (b & BYTE[1]) | (c & BYTE[2]) | (d & BYTE[3]);
  lanes[1] = (b & BYTE[0]) | (c & BYTE[1]) | (d & BYTE[2]) | (a & BYTE[3]);
  lanes[2] = (c & BYTE[0]) | (d & BYTE[1]) | (a & BYTE[2]) | (b & BYTE[3]);
  lanes[3] = (d & BYTE[0]) | (a & BYTE[1]) | (b & BYTE[2]) | (c & BYTE[3]);
}

/** The hash of a text's UTF-8; half a surrogate pair counts as if it were a character (WTF-8). */
export function hashText(text: string): Digest {
  const bytes = text.isWellFormed() ? Buffer.from(text) : wtf8(text);
  const lanes: Digest = new Int32Array(4);
  hashBytes(bytes, 0, bytes.length, lanes);
  return lanes;
}

const BLOCK = 16;

/** Puts the hash of the bytes from `from` up to `to` into four lanes. */
export function hashBytes(bytes: Uint8Array, from: number, to: number, lanes: Digest): void {
  lanes.set(SEED);
  // The last block is never full.
  for (let at = from; at <= to; at += BLOCK) {
    for (let lane = 0; lane < 4; lane++) {
      lanes[lane] = (lanes[lane] as number) ^ wordAt(bytes, at + lane * 4, to);
    }
    round(lanes);
  }
  for (let lane = 0; lane < 4; lane++) lanes[lane] = (lanes[lane] as number) ^ (to - from);
  round(lanes);
}

/** Four bytes, the first lowest; zeros from `to` on. */
function wordAt(bytes: Uint8Array, at: number, to: number): number {
  const upper = at + 3;
  if (upper < to) {
    const low = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
    return low | ((bytes[at + 2] as number) << 16) | ((bytes[upper] as number) << 24);
  }
  let word = 0;
  for (let byte = to - 1; byte >= at; byte--) {
    word = (word << 8) | (bytes[byte] as number);
  }
  return word;
}

function wtf8(text: string): Buffer {
  return Buffer.concat(
    Array.from(text, (character) => {
      const unit = character.charCodeAt(0);
      if (character.length > 1 || character.isWellFormed()) return Buffer.from(character);
      return Buffer.of(0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
    }),
  );
}

/** The path of an object's member. */
export function pathOfMember(path: Digest, key: string): Digest {
  const lanes = hashText(key);
  memberPath(path, lanes, lanes);
  return lanes;
}

/** Puts the path of the member whose key has this hash into four lanes. */
export function memberPath(path: Digest, hash: Digest, into: Digest): void {
  for (let lane = 0; lane < 4; lane++) {
    into[lane] = (path[lane] as number) ^ (hash[lane] as number);
  }
  round(into);
}

/** The path of an array's element, counted from 1. */
export function pathOfElement(
  path: Digest,
  index: number,
  into: Digest = new Int32Array(4),
): Digest {
  for (let lane = 0; lane < 4; lane++) {
    into[lane] = (path[lane] as number) ^ ((ELEMENT[lane] as number) + index);
  }
  round(into);
  return into;
}

/** Adds one value to a digest: the hash of its text, or its path again where it has none. */
export function addLeaf(sum: Digest, path: Digest, value: Digest, kind: number): void {
  const offset = Math.imul(kind, KIND);
  for (let lane = 0; lane < 4; lane++) {
    const mixed = ((path[lane] as number) ^ (value[lane] as number)) + offset;
    const product = Math.imul(mixed, LEAF_MULTIPLIER[lane] as number);
    sum[lane] = (sum[lane] as number) + (product ^ (product >>> 13));
  }
}

/** The digest of a sum, in hex. */
export function isolated(sum: Digest): string {
  const lanes = Int32Array.from(sum);
  isolate(lanes);
  return Buffer.from(lanes.buffer).toString('hex');
}

/** Makes a sum a digest, in place. */
export function isolate(lanes: Digest): void {
  round(lanes);
  round(lanes);
}
