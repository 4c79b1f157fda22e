/**
 * JSON's structure as a table over bytes (RFC 8259, section 2). What strings and scalars hold is left
 * to `JSON.parse`; everything that it accepts is accepted here.
 */

/** What may come next inside a value. */
export const State = {
  key: 0,
  keyOrEnd: 1,
  colon: 2,
  value: 3,
  valueOrEnd: 4,
  nextInObject: 5,
  nextInArray: 6,
  /** Inside a string that is a key. */
  inKey: 7,
  /** Inside any other string. */
  inString: 8,
  inScalar: 9,
} as const;

/** What to do with a byte; `lose` where the grammar has no place for it. */
export const Act = {
  lose: 0,
  skip: 1,
  open: 2,
  close: 3,
  key: 4,
  string: 5,
  scalar: 6,
  colon: 7,
  comma: 8,
} as const;

/** One of the states. */
export type State = (typeof State)[keyof typeof State];
/** One of the acts. */
export type Act = (typeof Act)[keyof typeof Act];

export const LF = 0x0a;
export const CR = 0x0d;
export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** A set of byte values; its members are 1. */
export function byteSet(members: string): Uint8Array {
  const set = new Uint8Array(256);
  for (const byte of Buffer.from(members, 'latin1')) set[byte] = 1;
  return set;
}

/** What numbers and literals are made of, and some more. */
export const SCALAR = byteSet('+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');

const ACTS = new Uint8Array(10 * 256);

function allow(state: State, bytes: string, act: Act): void {
  for (const byte of Buffer.from(bytes, 'latin1')) ACTS[state * 256 + byte] = act;
}

for (const state of Object.values(State)) allow(state, ' \t\n\r', Act.skip);
for (const state of [State.value, State.valueOrEnd]) {
  allow(state, '{[', Act.open);
  allow(state, '"', Act.string);
  allow(state, '-0123456789tfn', Act.scalar);
}
allow(State.valueOrEnd, ']', Act.close);
allow(State.key, '"', Act.key);
allow(State.keyOrEnd, '"', Act.key);
allow(State.keyOrEnd, '}', Act.close);
allow(State.colon, ':', Act.colon);
allow(State.nextInObject, ',', Act.comma);
allow(State.nextInObject, '}', Act.close);
allow(State.nextInArray, ',', Act.comma);
allow(State.nextInArray, ']', Act.close);

/** What a byte does in a state. */
export function actOn(state: State, byte: number): Act {
  return ACTS[state * 256 + byte] as Act;
}
