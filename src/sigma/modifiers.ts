import { fieldPath } from '../record/field-path.ts';
import {
  base64Offsets,
  dashVariants,
  MOST_VARIANTS,
  utf16,
  utf16be,
  utf16le,
} from './values/encoding.ts';
import { networkTest } from './values/network.ts';
import { ANY, exactText, type Pattern } from './values/pattern.ts';
import { fillIn, type Placeholders } from './values/placeholder.ts';
import { compileRegex, REGEX_FLAGS } from './values/regex.ts';
import { TIME_PARTS, type TimePart } from './values/time-part.ts';
import { type Fit, patternOf, type Scalar, type Value } from './values/value.ts';

/** Every modifier of Sigma's modifiers appendix 2.1.0. To add one is to add one entry to `MODIFIERS`. */

/** What the values are after the modifiers so far; which modifiers may come next depends on it. */
export type Stage =
  | 'value'
  | 'text'
  | 'affixed'
  | 'bytes'
  | 'regex'
  | 'test'
  | 'time'
  | 'reference'
  | 'presence';

/** The YAML types that a modifier takes. */
export type Type = 'string' | 'number' | 'boolean';

/** What a modifier says about the item as a whole. */
export type Flag = 'all' | 'cased' | 'neq';

/** One modifier. */
export interface Modifier {
  /** The stages it may follow; for a flag, those that the values may end in. */
  readonly after: readonly Stage[];
  /** The stage it leads to, unless the one before lasts; unchanged if absent. */
  readonly gives?: Stage;
  /** Of two modifiers with the same role only one may be used; its own name if absent. */
  readonly role?: string;
  /** What it takes of values that no modifier has changed yet; any scalar if absent. */
  readonly takes?: readonly Type[];
  /** True when it makes sense for keywords, which have no field. */
  readonly keywords?: true;
  /** Set for those whose place in the chain doesn't matter. */
  readonly flag?: Flag;
  /** Reads a part of the field's value, which is then compared instead. */
  readonly part?: TimePart;
  /** Turns a value into one or more, of which any may hold; or says why it can't. */
  apply?(value: Value, placeholders: Placeholders): readonly Value[] | string;
}

const TEXT: readonly Stage[] = ['value', 'text', 'bytes'];
const STRINGS: readonly Stage[] = [...TEXT, 'affixed', 'reference'];
const STRING: readonly Type[] = ['string'];

/** All modifiers by name. */
export const MODIFIERS: Readonly<Record<string, Modifier>> = {
  all: { flag: 'all', after: [...STRINGS, 'regex', 'test', 'time'], keywords: true },
  cased: { flag: 'cased', after: STRINGS, keywords: true },
  neq: { flag: 'neq', role: 'comparison', after: [...STRINGS, 'regex', 'test', 'time'] },
  startswith: affix('startsWith', (pattern) => [...pattern, ANY]),
  endswith: affix('endsWith', (pattern) => [ANY, ...pattern]),
  contains: { ...affix('includes', (pattern) => [ANY, ...pattern, ANY]), keywords: true },
  exists: { after: ['value'], gives: 'presence', takes: ['boolean'], apply: exists },
  windash: {
    after: ['value', 'text', 'affixed'],
    gives: 'text',
    takes: STRING,
    keywords: true,
    apply: windash,
  },
  re: { after: ['value'], gives: 'regex', takes: STRING, keywords: true, apply: regex },
  i: regexFlag('i'),
  m: regexFlag('m'),
  s: regexFlag('s'),
  base64: encoding('text', (bytes) => [bytes.toString('base64')]),
  base64offset: { ...encoding('text', base64Offsets), apply: base64offset },
  utf16le: encoding('bytes', (bytes) => [utf16le(bytes.toString())]),
  utf16be: encoding('bytes', (bytes) => [utf16be(bytes.toString())]),
  utf16: encoding('bytes', (bytes) => [utf16(bytes.toString())]),
  wide: encoding('bytes', (bytes) => [utf16le(bytes.toString())]),
  lt: comparison((value, bound) => value < bound),
  lte: comparison((value, bound) => value <= bound),
  gt: comparison((value, bound) => value > bound),
  gte: comparison((value, bound) => value >= bound),
  minute: time('minute'),
  hour: time('hour'),
  day: time('day'),
  week: time('week'),
  month: time('month'),
  year: time('year'),
  cidr: { after: ['value'], gives: 'test', takes: STRING, apply: cidr },
  expand: { after: ['value', 'text', 'affixed'], takes: STRING, keywords: true, apply: fillIn },
  fieldref: { after: ['value'], gives: 'reference', takes: STRING, apply: fieldref },
};

function raw(value: Value): Scalar | null {
  return value.kind === 'scalar' ? value.raw : null;
}

function affix(fit: Fit, wrap: (pattern: Pattern) => Pattern): Modifier {
  return {
    after: [...TEXT, 'reference'],
    gives: 'affixed',
    role: 'affix',
    apply(value) {
      if (value.kind === 'reference') return [{ ...value, fit }];
      return [{ kind: 'text', pattern: wrap(patternOf(value) ?? []) }];
    },
  };
}

function exists(value: Value): Value[] {
  return [{ kind: 'presence', present: raw(value) === true }];
}

function windash(value: Value): Value[] | string {
  const variants = dashVariants(patternOf(value) ?? []);
  if (variants === undefined) {
    return `\`windash\` would make more than ${MOST_VARIANTS} variants: use fewer dashes and slashes`;
  }
  return variants.map((pattern) => ({ kind: 'text', pattern }));
}

function regex(value: Value): Value[] | string {
  const source = String(raw(value));
  const compiled = compileRegex(source, 0);
  return typeof compiled === 'string' ? compiled : [{ kind: 'regex', source, flags: 0 }];
}

function regexFlag(name: keyof typeof REGEX_FLAGS): Modifier {
  return {
    after: ['regex'],
    keywords: true,
    apply: (value) =>
      value.kind === 'regex' ? [{ ...value, flags: value.flags | REGEX_FLAGS[name] }] : [value],
  };
}

/** An encoding of bytes, as UTF-8 unless an encoding before it made others of them. */
function encoding(
  gives: 'text' | 'bytes',
  encode: (bytes: Buffer) => readonly (string | Buffer)[],
): Modifier {
  return {
    after: gives === 'text' ? TEXT : ['value', 'text'],
    gives,
    takes: STRING,
    keywords: true,
    apply(value) {
      const bytes = bytesOf(value);
      if (typeof bytes === 'string') return bytes;
      return encode(bytes).map((encoded) =>
        typeof encoded === 'string'
          ? { kind: 'text', pattern: [encoded] }
          : { kind: 'bytes', bytes: encoded },
      );
    },
  };
}

function bytesOf(value: Value): Buffer | string {
  if (value.kind === 'bytes') return value.bytes;
  const text = exactText(patternOf(value) ?? []);
  if (text !== undefined) return Buffer.from(text);
  return "a wildcard or a placeholder can't be encoded: write `\\*`, `\\?` for the characters themselves, put `expand` first and `contains` last";
}

function base64offset(value: Value): Value[] | string {
  const bytes = bytesOf(value);
  if (typeof bytes === 'string') return bytes;
  if (bytes.length < 2) return '`base64offset` needs a value of two bytes or more';
  return base64Offsets(bytes).map((encoded) => ({ kind: 'text', pattern: [encoded] }));
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function comparison(holds: (value: number, bound: number) => boolean): Modifier {
  return {
    after: ['value', 'time'],
    gives: 'test',
    role: 'comparison',
    takes: ['number'],
    apply(value) {
      const bound = Number(raw(value));
      const test = (found: Scalar) => holds(numberOf(found), bound);
      return [{ kind: 'test', test }];
    },
  };
}

/** What isn't a number compares with nothing. */
function numberOf(value: Scalar): number {
  if (typeof value === 'string') return NUMBER.test(value) ? Number(value) : Number.NaN;
  return typeof value === 'number' ? value : Number.NaN;
}

function time(name: keyof typeof TIME_PARTS): Modifier {
  const part = TIME_PARTS[name];
  return {
    after: ['value'],
    gives: 'time',
    role: 'time',
    takes: ['number'],
    part,
    apply(value) {
      const number = Number(raw(value));
      const possible = Number.isInteger(number) && number >= part.from && number <= part.to;
      return possible ? [value] : `\`${name}\` is a number from ${part.from} to ${part.to}`;
    },
  };
}

function cidr(value: Value): Value[] | string {
  const contains = networkTest(String(raw(value)));
  if (typeof contains === 'string') return contains;
  return [{ kind: 'test', test: (found) => typeof found === 'string' && contains(found) }];
}

function fieldref(value: Value): Value[] {
  return [{ kind: 'reference', path: fieldPath(String(raw(value))), fit: 'equal' }];
}
