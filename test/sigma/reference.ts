import { EventRecord } from '../../src/record/event-record.ts';
import { fieldPath } from '../../src/record/field-path.ts';
import type { AuditRecord, Json, JsonObject } from '../../src/types.ts';

/**
 * A second, slow and obvious reading of the Sigma specification, to hold the engine against: it walks
 * the rule's own tree for every event, matches wildcards by naive recursion and spells variants out.
 * It takes valid detections only.
 */

type Placeholders = Readonly<Record<string, readonly (string | number)[]>>;
type Written = string | number | boolean | null;
type Scalar = string | number | boolean;

/** A detection as the YAML has it. */
export interface Detection {
  readonly [identifier: string]: unknown;
}

/** Whether the detection matches the event. */
export function referenceMatches(
  detection: Detection,
  event: JsonObject,
  placeholders: Placeholders = {},
): boolean {
  const record = new EventRecord(event, 0, false);
  const { condition, ...searches } = detection;
  const holds = new Map(
    Object.entries(searches).map(([name, search]) => [
      name,
      searchHolds(search, record, placeholders),
    ]),
  );
  const conditions = (Array.isArray(condition) ? condition : [condition]) as string[];
  return conditions.some((text) => {
    const words = text.replaceAll('(', ' ( ').replaceAll(')', ' ) ').trim().split(/\s+/);
    return conditionHolds(words, holds);
  });
}

// --- conditions: cut at the outermost `or`, then `and`, then `not` ---------------------------------

function conditionHolds(words: readonly string[], holds: ReadonlyMap<string, boolean>): boolean {
  const either = cutAt('or', words);
  if (either.length > 1) return either.some((part) => conditionHolds(part, holds));
  const both = cutAt('and', words);
  if (both.length > 1) return both.every((part) => conditionHolds(part, holds));
  if (words[0] === 'not') return !conditionHolds(words.slice(1), holds);
  if (words[0] === '(') return conditionHolds(words.slice(1, -1), holds);
  if (words.length === 1) return holds.get(words[0] as string) === true;
  const [quantity, , pattern] = words as [string, string, string];
  const names = [...holds.keys()].filter((name) => {
    const hidden = name.startsWith('_') && !pattern.startsWith('_');
    return !hidden && (pattern === 'them' || starMatches(pattern, name));
  });
  return quantity === 'all'
    ? names.every((name) => holds.get(name))
    : names.some((name) => holds.get(name));
}

function cutAt(word: string, words: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const each of words) {
    if (each === '(') depth++;
    if (each === ')') depth--;
    if (each === word && depth === 0) parts.push([]);
    else parts.at(-1)?.push(each);
  }
  return parts;
}

function starMatches(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) {
    return (
      starMatches(pattern.slice(1), text) || (text !== '' && starMatches(pattern, text.slice(1)))
    );
  }
  return text !== '' && pattern[0] === text[0] && starMatches(pattern.slice(1), text.slice(1));
}

// --- search identifiers ----------------------------------------------------------------------------

function searchHolds(search: unknown, record: AuditRecord, placeholders: Placeholders): boolean {
  if (Array.isArray(search)) {
    return search.some((each) =>
      typeof each === 'object'
        ? searchHolds(each, record, placeholders)
        : itemHolds('', each as Written, record, placeholders),
    );
  }
  return Object.entries(search as object).every(([key, value]) =>
    itemHolds(key, value as Written | Written[], record, placeholders),
  );
}

function itemHolds(
  key: string,
  value: Written | Written[],
  record: AuditRecord,
  placeholders: Placeholders,
): boolean {
  const [field = '', ...modifiers] = key.split('|');
  const values = Array.isArray(value) ? value : [value];
  const one = (each: Written) => valueHolds(field, modifiers, each, record, placeholders);
  const held = modifiers.includes('all') ? values.every(one) : values.some(one);
  if (!modifiers.includes('neq')) return held;
  const empty = (each: Written) =>
    modifiers.includes('expand') && expanded(String(each), placeholders).length === 0;
  const nothing = modifiers.includes('all') ? values.some(empty) : values.every(empty);
  return !nothing && !held;
}

// --- one value -------------------------------------------------------------------------------------

function valueHolds(
  field: string,
  modifiers: readonly string[],
  value: Written,
  record: AuditRecord,
  placeholders: Placeholders,
): boolean {
  const found = field === '' ? undefined : record.field(fieldPath(field));
  if (modifiers.includes('exists')) return (found !== undefined) === value;
  if (value === null) {
    return found === undefined || found === null || (Array.isArray(found) && found.includes(null));
  }
  const candidates = field === '' ? everyText(record.event) : scalars(found);
  const time = modifiers.find((name) => Object.hasOwn(TIME_PARTS, name));
  const compared =
    time === undefined ? candidates : candidates.flatMap((text) => timePart(time, text));
  if (modifiers.includes('fieldref')) {
    const others = scalars(record.field(fieldPath(String(value))));
    return compared.some((text) =>
      others.some((other) => fits(modifiers, String(text), String(other))),
    );
  }
  const meant = modifiers.includes('expand') ? expanded(String(value), placeholders) : [value];
  return meant.some((each) => compared.some((text) => compare(field, modifiers, each, text)));
}

/** Every key and every scalar of an event. */
function everyText(value: Json): Scalar[] {
  if (Array.isArray(value)) return value.flatMap((each) => everyText(each as Json));
  if (value === null) return [];
  if (typeof value !== 'object') return [value];
  return Object.entries(value).flatMap(([key, each]) => [key, ...everyText(each)]);
}

function scalars(value: Json | undefined): Scalar[] {
  const values: readonly (Json | undefined)[] = Array.isArray(value) ? value : [value];
  return values.filter((each) => each !== undefined && each !== null && typeof each !== 'object');
}

function compare(
  field: string,
  modifiers: readonly string[],
  value: Written | Piece[],
  text: Scalar,
): boolean {
  const bound = modifiers.find((name) => ['lt', 'lte', 'gt', 'gte'].includes(name));
  if (bound !== undefined) return within(bound, numeric(text), Number(value));
  if (modifiers.includes('cidr')) return typeof text === 'string' && inNetwork(String(value), text);
  if (modifiers.includes('re')) {
    const flags = ['i', 'm', 's'].filter((flag) => modifiers.includes(flag)).join('');
    return new RegExp(String(value), `u${flags}`).test(String(text));
  }
  let patterns = [
    typeof value === 'string'
      ? pieces(value)
      : Array.isArray(value)
        ? value
        : Array.from(String(value)),
  ];
  let affixed = field === '';
  for (const name of modifiers) {
    patterns = patterns.flatMap((pattern) => transformed(name, pattern));
    affixed ||= name === 'contains';
  }
  const cased = modifiers.includes('cased');
  return patterns.some((pattern) => {
    const before: Piece[] = affixed || modifiers.includes('endswith') ? [ANY] : [];
    const after: Piece[] = affixed || modifiers.includes('startswith') ? [ANY] : [];
    const whole: Piece[] = [...before, ...pattern, ...after];
    const characters = Array.from(cased ? String(text) : String(text).toLowerCase());
    return matches(cased ? whole : whole.map(lower), characters);
  });
}

function within(name: string, number: number, bound: number): boolean {
  if (name === 'lt') return number < bound;
  if (name === 'lte') return number <= bound;
  return name === 'gt' ? number > bound : number >= bound;
}

function numeric(value: Scalar): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^[-+]?\d+(\.\d+)?(e[-+]?\d+)?$/i.test(value)
    ? Number(value)
    : Number.NaN;
}

function fits(modifiers: readonly string[], text: string, other: string): boolean {
  const [a, b] = modifiers.includes('cased')
    ? [text, other]
    : [text.toLowerCase(), other.toLowerCase()];
  if (modifiers.includes('startswith')) return a.startsWith(b);
  if (modifiers.includes('endswith')) return a.endsWith(b);
  return modifiers.includes('contains') ? a.includes(b) : a === b;
}

// --- strings: a pattern is a list of characters, `ANY` and `ONE` -------------------------------------

const ANY: unique symbol = Symbol('*');
const ONE: unique symbol = Symbol('?');
type Piece = string | typeof ANY | typeof ONE;

function lower(piece: Piece): Piece {
  return typeof piece === 'string' ? piece.toLowerCase() : piece;
}

function pieces(source: string): Piece[] {
  const [first, second] = Array.from(source);
  if (first === undefined) return [];
  const rest = source.slice(first.length);
  if (first === '\\' && (second === '*' || second === '?' || second === '\\')) {
    return [second, ...pieces(rest.slice(1))];
  }
  if (first === '*') return [ANY, ...pieces(rest)];
  return [first === '?' ? ONE : first, ...pieces(rest)];
}

function matches(pattern: readonly Piece[], text: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return text.length === 0;
  if (first === ANY)
    return matches(rest, text) || (text.length > 0 && matches(pattern, text.slice(1)));
  if (text.length === 0) return false;
  return (first === ONE || first === text[0]) && matches(rest, text.slice(1));
}

// --- modifiers that change the value ----------------------------------------------------------------

function transformed(name: string, pattern: Piece[]): Piece[][] {
  if (name === 'windash') return dashes(pattern);
  const bytes = pattern.every((piece) => typeof piece === 'string') ? pattern.join('') : '';
  if (name === 'wide' || name === 'utf16le') return [latin1(utf16(bytes))];
  if (name === 'utf16be') return [latin1(swapped(utf16(bytes)))];
  if (name === 'utf16') return [latin1([0xff, 0xfe, ...utf16(bytes)])];
  if (name === 'base64') return [Array.from(base64(bytesOf(bytes)))];
  if (name === 'base64offset')
    return [0, 1, 2].map((shift) => Array.from(stablePart(bytesOf(bytes), shift)));
  return [pattern];
}

function dashes(pattern: readonly Piece[]): Piece[][] {
  const [first, ...rest] = pattern;
  if (first === undefined) return [[]];
  const choices: Piece[] =
    typeof first === 'string' && '-/–—―'.includes(first) ? Array.from('-/–—―') : [first];
  return dashes(rest).flatMap((end) => choices.map((start): Piece[] => [start, ...end]));
}

/** Texts that stand for encoded bytes, one character from 0 to 255 for each. */
const encoded = new Set<string>();

function latin1(bytes: readonly number[]): Piece[] {
  const text = String.fromCharCode(...bytes);
  encoded.add(text);
  return text.split('');
}

function bytesOf(text: string): number[] {
  if (encoded.has(text)) return text.split('').map((character) => character.charCodeAt(0));
  return [...new TextEncoder().encode(text)];
}

function utf16(text: string): number[] {
  return text.split('').flatMap((unit) => [unit.charCodeAt(0) & 0xff, unit.charCodeAt(0) >> 8]);
}

function swapped(bytes: readonly number[]): number[] {
  return bytes.map((_, index) => bytes[index ^ 1] as number);
}

function base64(bytes: readonly number[]): string {
  return btoa(String.fromCharCode(...bytes));
}

/** The longest run that stays the same whatever bytes stand before and behind. */
function stablePart(bytes: readonly number[], shift: number): string {
  const around = (fill: number) =>
    base64([...Array.from({ length: shift }, () => fill), ...bytes, fill, fill, fill]).slice(
      0,
      Math.ceil(((shift + bytes.length) * 8) / 6),
    );
  const [zeros, ones] = [around(0), around(255)];
  return Array.from(zeros)
    .filter((character, index) => character === ones[index])
    .join('');
}

function expanded(source: string, placeholders: Placeholders): (Written | Piece[])[] {
  const whole = /^%([\w.-]+)%$/.exec(source);
  if (whole !== null) return [...(placeholders[whole[1] as string] ?? [])];
  const [first] = Array.from(source);
  if (first === undefined) return [[]];
  if (!source.includes('%')) return [source];
  const escape = /^\\[*?\\%]/.exec(source)?.[0];
  const name = /^%([\w.-]+)%/.exec(source);
  const length = escape?.length ?? name?.[0].length ?? first.length;
  const starts: Piece[][] = escape
    ? [[escape[1] as string]]
    : name
      ? (placeholders[name[1] as string] ?? []).map((each) => pieces(String(each)))
      : [pieces(first)];
  const ends = expanded(source.slice(length), placeholders).map((end) =>
    Array.isArray(end) ? end : typeof end === 'string' ? pieces(end) : Array.from(String(end)),
  );
  return starts.flatMap((start) => ends.map((end) => [...start, ...end]));
}

// --- times and networks -----------------------------------------------------------------------------

const TIME_PARTS: Readonly<Record<string, (date: Date, hasTime: boolean) => number | undefined>> = {
  minute: (date, hasTime) => (hasTime ? date.getUTCMinutes() : undefined),
  hour: (date, hasTime) => (hasTime ? date.getUTCHours() : undefined),
  day: (date) => date.getUTCDate(),
  month: (date) => date.getUTCMonth() + 1,
  year: (date) => date.getUTCFullYear(),
  week: isoWeek,
};

function timePart(name: string, value: Scalar): number[] {
  const written =
    /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(:\d\d([.,]\d{1,9})?)?(Z|z|[-+]\d\d:?\d\d)?)?$/;
  const parts = typeof value === 'string' ? written.exec(value) : null;
  if (parts === null) return [];
  const text = `${parts[1]}T${parts[2] ?? '00:00'}`;
  const date = new Date(`${text}:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 16) !== text) return [];
  const number = TIME_PARTS[name]?.(date, parts[2] !== undefined);
  return number === undefined ? [] : [number];
}

/** Counts the Thursdays of the year up to the one of this week. */
function isoWeek(date: Date): number {
  const day = (other: Date) => other.getUTCDay() || 7;
  const thursday = new Date(date.getTime() + (4 - day(date)) * 86_400_000);
  let week = 0;
  for (let each = thursday; each.getUTCFullYear() === thursday.getUTCFullYear(); week++) {
    each = new Date(each.getTime() - 7 * 86_400_000);
  }
  return week;
}

/** Addresses as bits: 32 for IPv4, 128 for IPv6; a mapped IPv4 address is both. */
function inNetwork(network: string, text: string): boolean {
  const [start = '', length] = network.split('/');
  return bits(start).some((wanted) => {
    const prefix = wanted.slice(
      0,
      Number(length) - (bits(start)[0] as string).length + wanted.length,
    );
    const usable = Number(length) - (bits(start)[0] as string).length + wanted.length >= 0;
    return (
      usable &&
      bits(text).some((found) => found.length === wanted.length && found.startsWith(prefix))
    );
  });
}

function bits(address: string): string[] {
  const byte = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
  const v4 = new RegExp(`^(.*:)?${byte}\\.${byte}\\.${byte}\\.${byte}$`).exec(address);
  if (v4 !== null && v4[1] === undefined) {
    return [
      v4
        .slice(2)
        .map((each) => Number(each).toString(2).padStart(8, '0'))
        .join(''),
    ];
  }
  const [a = 0, b = 0, c = 0, d = 0] = v4?.slice(2).map(Number) ?? [];
  const hex = v4 && `${v4[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  const [left = '', right, ...more] = (hex ?? address).split('::');
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const missing = 8 - groups(left).length - groups(right).length;
  if (more.length > 0 || (right !== undefined && missing < 1)) return [];
  const all = [
    ...groups(left),
    ...Array.from({ length: right === undefined ? 0 : missing }, () => '0'),
    ...groups(right),
  ];
  if (all.length !== 8 || !all.every((each) => /^[0-9a-f]{1,4}$/i.test(each))) return [];
  const whole = all.map((each) => Number.parseInt(each, 16).toString(2).padStart(16, '0')).join('');
  const mapped = `${'0'.repeat(80)}${'1'.repeat(16)}`;
  return whole.startsWith(mapped) ? [whole, whole.slice(96)] : [whole];
}
