import type { Json, JsonObject } from '../../src/types.ts';
import type { Random } from './random.ts';

/** How JSON is written: each is done once in so many chances, 0: never. */
export interface Style {
  readonly shuffle: number;
  readonly space: number;
  readonly escape: number;
  readonly repeat: number;
  readonly number: number;
}

/** As kube-apiserver writes it. */
export const USUAL: Style = { shuffle: 0, space: 0, escape: 0, repeat: 0, number: 0 };

/** Any style, the usual one most often. */
export function anyStyle(random: Random): Style {
  const now = (share: number, once: number) => (random.once(share) ? 1 + random.below(once) : 0);
  return {
    shuffle: now(3, 2),
    space: now(4, 6),
    escape: now(4, 40),
    repeat: now(8, 30),
    number: now(8, 4),
  };
}

const NUMBERS = [
  ['-0', '0', '1.0', '1e3', '-5', '00', '01', '+1', '.5', '1.', '-', '1e', '1E+2', '-0.0'],
  ['123456789012345', '1234567890123456', '-999999999999999', '9007199254740993', '1e400', '٣'],
].flat();
const LITERALS = ['tru', 'nul', 'fals', 'truee', 'NaN', 'True', 'nulll', 'false0', "'a'", ''];
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '/': '\\/',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Writes JSON in a style; now and then what is no JSON. */
export function write(value: Json, style: Style, random: Random): string {
  if (typeof value === 'string') return writeText(value, style, random);
  if (typeof value === 'number' && random.once(style.number)) return random.pick(NUMBERS);
  if (value === null || typeof value !== 'object') {
    return random.once(style.number * 20) ? random.pick(LITERALS) : JSON.stringify(value);
  }
  const space = () => (random.once(style.space) ? random.pick([' ', '  ', '\t', ' \t ']) : '');
  if (Array.isArray(value)) {
    const elements = value.map((one) => space() + write(one as Json, style, random) + space());
    return `[${elements.length === 0 ? space() : elements.join(',')}]`;
  }
  const object = value as JsonObject;
  const keys = keysOf(object, style, random);
  const members = keys.map(([key, member]) => {
    const name = writeText(key, style, random);
    return `${space()}${name}${space()}:${space()}${write(member, style, random)}${space()}`;
  });
  return `{${members.length === 0 ? space() : members.join(',')}}`;
}

function keysOf(object: JsonObject, style: Style, random: Random): [string, Json][] {
  const members = Object.entries(object);
  if (members.length > 0 && random.once(style.repeat)) {
    const [key] = random.pick(members);
    const [, other] = random.pick(members);
    // Doubled at every level, deep ones would never end.
    const small = JSON.stringify(other).length < 40;
    members.splice(random.below(members.length + 1), 0, [key, small ? other : 'twice']);
  }
  if (random.once(style.shuffle)) {
    for (let last = members.length - 1; last > 0; last--) {
      const other = random.below(last + 1);
      const held = members[last] as [string, Json];
      members[last] = members[other] as [string, Json];
      members[other] = held;
    }
  }
  return members;
}

function writeText(text: string, style: Style, random: Random): string {
  if (style.escape === 0) return JSON.stringify(text);
  let written = '"';
  for (let at = 0; at < text.length; at++) {
    const unit = text[at] as string;
    if (random.once(style.escape)) written += SHORT[unit] ?? hex(unit, random);
    else if (unit.isWellFormed()) written += JSON.stringify(unit).slice(1, -1);
    else written += hex(unit, random);
  }
  return `${written}"`;
}

function hex(unit: string, random: Random): string {
  const digits = unit.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${random.once(2) ? digits : digits.toUpperCase()}`;
}
