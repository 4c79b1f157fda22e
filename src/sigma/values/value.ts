import type { FieldPath, Json } from '../../types.ts';
import { ANY, joined, type Pattern, parsePattern, type TextTest, textTest } from './pattern.ts';
import { compileRegex } from './regex.ts';

/** What a rule's value becomes on its way through the modifiers, and how it is compared in the end. */

/** What can be compared: in Sigma every value is a text. JSON `null`, objects and lists are not. */
export type Scalar = string | number | boolean;

/** Whether one scalar of a record fits. */
export type ScalarTest = (value: Scalar) => boolean;

/** Whether what stands in a record's field fits. */
export type FieldTest = (value: Json | undefined) => boolean;

/** How a text is held against another. */
export type Fit = 'equal' | 'startsWith' | 'endsWith' | 'includes';

/** A value between two modifiers. */
export type Value =
  | { readonly kind: 'scalar'; readonly raw: Scalar | null; readonly placeholders?: boolean }
  | { readonly kind: 'text'; readonly pattern: Pattern }
  | { readonly kind: 'bytes'; readonly bytes: Buffer }
  | { readonly kind: 'regex'; readonly source: string; readonly flags: number }
  | { readonly kind: 'reference'; readonly path: FieldPath; readonly fit: Fit }
  | { readonly kind: 'test'; readonly test: ScalarTest }
  | { readonly kind: 'presence'; readonly present: boolean };

/** The pattern of a value that is compared as text; encoded bytes are compared as Latin-1. */
export function patternOf(value: Value): Pattern | undefined {
  if (value.kind === 'text') return joined(value.pattern);
  if (value.kind === 'bytes') return joined([value.bytes.toString('latin1')]);
  if (value.kind !== 'scalar' || value.raw === null) return undefined;
  const { raw, placeholders } = value;
  return typeof raw === 'string' ? parsePattern(raw, placeholders) : [String(raw)];
}

/** A value as a keyword: anywhere in a text, unless it is a regular expression, which looks itself. */
export function anywhere(value: Value): Value {
  const pattern = patternOf(value);
  return pattern === undefined ? value : { kind: 'text', pattern: [ANY, ...pattern, ANY] };
}

/** Any of the values, as a test of a single scalar. */
export function scalarTest(values: readonly Value[], cased: boolean): ScalarTest {
  const patterns = values.map(patternOf).filter((pattern) => pattern !== undefined);
  const tests = values.map((value) => otherTest(value)).filter((test) => test !== undefined);
  if (patterns.length > 0) tests.unshift(ofText(textTest(patterns, cased)));
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return (value) => tests.some((test) => test(value));
}

/** Any of the values, as a test of a field: of any element where the field holds several. */
export function fieldTest(
  values: readonly Value[],
  cased: boolean,
  read?: (value: Scalar) => Scalar | undefined,
): FieldTest {
  const [first] = values;
  if (first?.kind === 'presence') return (value) => (value !== undefined) === first.present;
  if (first?.kind === 'scalar' && first.raw === null) return isNull;
  const test = scalarTest(values, cased);
  if (read === undefined) return anyElement(test);
  return anyElement((value) => {
    const part = read(value);
    return part !== undefined && test(part);
  });
}

function anyElement(test: ScalarTest): FieldTest {
  return (value) => {
    if (isScalar(value)) return test(value);
    if (!Array.isArray(value)) return false;
    for (const element of value) if (isScalar(element) && test(element)) return true;
    return false;
  };
}

function isNull(value: Json | undefined): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.includes(null));
}

/** Whether a value can be compared. */
export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function otherTest(value: Value): ScalarTest | undefined {
  if (value.kind === 'test') return value.test;
  if (value.kind === 'regex') return regexTest(value.source, value.flags);
  return undefined;
}

function ofText(test: TextTest): ScalarTest {
  return (value) => test(String(value));
}

function regexTest(source: string, flags: number): ScalarTest {
  const compiled = compileRegex(source, flags);
  return ofText(typeof compiled === 'string' ? () => false : compiled);
}

const FITS: Readonly<Record<Fit, (text: string, other: string) => boolean>> = {
  equal: (text, other) => text === other,
  startsWith: (text, other) => text.startsWith(other),
  endsWith: (text, other) => text.endsWith(other),
  includes: (text, other) => text.includes(other),
};

/** Whether what stands in a field fits what a reference's field has. */
export function fitsReference(
  value: Json | undefined,
  fit: Fit,
  other: Json | undefined,
  cased: boolean,
): boolean {
  const fold = (scalar: Scalar) => (cased ? String(scalar) : String(scalar).toLowerCase());
  const test = anyElement((one) => {
    const text = fold(one);
    return anyElement((another) => FITS[fit](text, fold(another)))(other);
  });
  return test(value);
}
