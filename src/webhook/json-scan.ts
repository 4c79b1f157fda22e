/**
 * Where JSON values begin and end in bytes. It counts brackets and passes over strings: whether what
 * stands between is JSON is for `JSON.parse` to say.
 */

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;
const BACKSLASH = 0x5c;

/** The classes of bytes that matter outside of strings. */
const PASS = 0;
const OPEN = 1;
const CLOSE = 2;
const STRING = 3;

const CLASS = new Uint8Array(256);
CLASS[OPEN_ARRAY] = OPEN;
CLASS[OPEN_OBJECT] = OPEN;
CLASS[CLOSE_ARRAY] = CLOSE;
CLASS[CLOSE_OBJECT] = CLOSE;
CLASS[QUOTE] = STRING;

/** What strings hold but for their end and escapes. */
const PLAIN = new Uint8Array(256).fill(1);
PLAIN[QUOTE] = 0;
PLAIN[BACKSLASH] = 0;

const SPACE = bytesOf(' \t\r\n');
const ENDS_SCALAR = bytesOf(' \t\r\n,:"[]{}');

function bytesOf(members: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const byte of Buffer.from(members, 'latin1')) set[byte] = 1;
  return set;
}

/** The index of the next byte that is no white space. */
export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (SPACE[bytes[at] as number] === 1) at++;
  return at;
}

/** The index behind the value that starts here; -1 when it doesn't end, or none starts. */
export function skipValue(bytes: Uint8Array, from: number): number {
  const kind = CLASS[bytes[from] as number];
  if (kind === OPEN) return skipContainer(bytes, from);
  if (kind === STRING) return skipString(bytes, from);
  let at = from;
  while (at < bytes.length && ENDS_SCALAR[bytes[at] as number] === 0) at++;
  return at === from || at === bytes.length ? -1 : at;
}

function skipContainer(bytes: Uint8Array, from: number): number {
  const { length } = bytes;
  let depth = 0;
  for (let at = from; at < length; at++) {
    const kind = CLASS[bytes[at] as number];
    if (kind === PASS) continue;
    if (kind === OPEN) depth++;
    else if (kind === CLOSE) {
      depth--;
      if (depth === 0) return at + 1;
    } else {
      at = skipString(bytes, at) - 1;
      if (at < 0) return -1;
    }
  }
  return -1;
}

function skipString(bytes: Uint8Array, from: number): number {
  const { length } = bytes;
  for (let at = from + 1; at < length; at++) {
    const byte = bytes[at] as number;
    if (PLAIN[byte] === 1) continue;
    if (byte === QUOTE) return at + 1;
    // A backslash takes the next byte with it.
    at++;
  }
  return -1;
}
