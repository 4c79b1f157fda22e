import { fieldPath } from '../record/field-path.ts';
import { printable } from '../text/escape.ts';
import type { AuditRecord, FieldPath } from '../types.ts';
import type { Chain } from './chain.ts';
import { keywordTest } from './keywords.ts';
import type { FieldItem, Predicate, RecordItem } from './predicate.ts';
import { exactText, isLiteral } from './values/pattern.ts';
import { fieldTest, fitsReference, patternOf, type Scalar, type Value } from './values/value.ts';
import { visible } from './visible.ts';

/** The longest list of values that an explanation shows. */
const LONGEST = 120;

/**
 * The predicate of one item. `groups` has, for each value as written, what it came to: any of a group
 * may hold; any of the groups too, unless the item says `all`. `id` is equal only for equal items.
 */
export function itemPredicate(
  id: string,
  key: string,
  written: unknown,
  chain: Chain,
  groups: readonly (readonly Value[])[],
): Predicate {
  const every = chain.flags.has('all');
  const alternatives = every ? groups : [groups.flat()];
  const item = itemOf(id, chain, alternatives);
  // There is nothing to differ from without values, which only an empty placeholder brings about.
  const negated = chain.flags.has('neq') && alternatives.every((values) => values.length > 0);
  const text = `${printable(key)}: ${writtenText(written, every ? ' and ' : ' or ')}`;
  const path = chain.field === '' ? undefined : fieldPath(chain.field);
  const holds =
    item.kind === 'field'
      ? (record: AuditRecord) => item.holds(record.field(item.path))
      : item.holds;
  const matches = negated ? (record: AuditRecord) => !holds(record) : holds;
  return {
    // What is negated seldom holds: that few items hold of a value keeps the matcher small.
    form: negated ? { kind: 'not', part: item } : item,
    matches,
    explain: (record) => ({
      text,
      held: matches(record),
      ...(path && { actual: visible(record.field(path)) }),
      parts: [],
    }),
  };
}

/** What the item tests, before `neq`: all of the groups must hold, and any value of a group. */
function itemOf(
  id: string,
  { field, flags, modifiers }: Chain,
  groups: readonly (readonly Value[])[],
): FieldItem | RecordItem {
  const cased = flags.has('cased');
  if (field === '') {
    const tests = groups.map((values) => keywordTest(values, cased));
    return { kind: 'record', id, paths: [], holds: both(tests) };
  }
  const path = fieldPath(field);
  if (groups.some((values) => values.some(({ kind }) => kind === 'reference'))) {
    const tests = groups.map((values) => referenceTest(path, values, cased));
    const others = groups.flat().flatMap((value) => (value.kind === 'reference' ? value.path : []));
    return { kind: 'record', id, paths: [path, ...others], holds: both(tests) };
  }
  const part = modifiers.find((modifier) => modifier.part)?.part;
  const read = part && ((value: Scalar) => part.read(value));
  const tests = groups.map((values) => fieldTest(values, cased, read));
  const values = groups.flat();
  const ofPresence = values.length > 0 && values.every(({ kind }) => kind === 'presence');
  const item: FieldItem = { kind: 'field', id, path, holds: both(tests), ofPresence };
  if (part !== undefined) return item;
  const texts = textsOf(groups);
  const beginnings = beginningsOf(groups);
  return { ...item, ...(texts && { texts }), ...(beginnings && { beginnings }) };
}

function textsOf([group = [], ...others]: readonly (readonly Value[])[]): string[] | undefined {
  const patterns = others.length === 0 ? group.map(patternOf) : [];
  const texts = patterns.map((pattern) => pattern && exactText(pattern));
  const known = texts.filter((text) => text !== undefined);
  return texts.length > 0 && known.length === texts.length ? known : undefined;
}

/** Of plain ASCII only: what a letter is in lower case may depend on those behind it (`Σ`). */
function beginningsOf([group = []]: readonly (readonly Value[])[]): string[] | undefined {
  const beginnings = group.map((value) => {
    const [first] = patternOf(value) ?? [];
    return isLiteral(first) && ASCII.test(first) ? first.toLowerCase() : undefined;
  });
  const known = beginnings.filter((text) => text !== undefined);
  return beginnings.length > 0 && known.length === beginnings.length ? known : undefined;
}

const ASCII = /^[ -~]+$/;

function referenceTest(path: FieldPath, values: readonly Value[], cased: boolean) {
  const references = values.filter((value) => value.kind === 'reference');
  return (record: AuditRecord) => {
    const value = record.field(path);
    return references.some(({ fit, path: other }) =>
      fitsReference(value, fit, record.field(other), cased),
    );
  };
}

function both<T>(tests: readonly ((subject: T) => boolean)[]): (subject: T) => boolean {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return (subject) => {
    for (const test of tests) if (!test(subject)) return false;
    return true;
  };
}

function writtenText(written: unknown, link: string): string {
  const values = (Array.isArray(written) ? written : [written]) as readonly unknown[];
  const texts = values.map((value) =>
    typeof value === 'string' ? `'${printable(value)}'` : String(value),
  );
  return printable(texts.join(link), LONGEST);
}
