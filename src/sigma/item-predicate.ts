import { fieldPath } from '../record/field-path.ts';
import { printable } from '../text/escape.ts';
import type { AuditRecord, FieldPath } from '../types.ts';
import type { Chain } from './chain.ts';
import { anywhereIn } from './keywords.ts';
import type { FieldItem, Predicate, RecordItem } from './predicate.ts';
import {
  anywhere,
  fieldTest,
  fitsReference,
  type Scalar,
  scalarTest,
  type Value,
} from './values/value.ts';
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
  const form = formOf(id, chain, every ? groups : [groups.flat()]);
  const text = `${printable(key)}: ${writtenText(written, every ? ' and ' : ' or ')}`;
  const path = chain.field === '' ? undefined : fieldPath(chain.field);
  const matches =
    form.kind === 'field'
      ? (record: AuditRecord) => form.holds(record.field(form.path))
      : form.holds;
  return {
    form,
    matches,
    explain: (record) => ({
      text,
      held: matches(record),
      ...(path && { actual: visible(record.field(path)) }),
      parts: [],
    }),
  };
}

/** All of the groups must hold, and any value of a group. */
function formOf(
  id: string,
  { field, flags, modifiers }: Chain,
  groups: readonly (readonly Value[])[],
): FieldItem | RecordItem {
  const cased = flags.has('cased');
  const negated = flags.has('neq');
  if (field === '') {
    const tests = groups.map((values) => scalarTest(values.map(anywhere), cased));
    const found = tests.map((test) => (record: AuditRecord) => anywhereIn(record, test));
    return { kind: 'record', id, holds: both(found, negated) };
  }
  const path = fieldPath(field);
  if (groups.some((values) => values.some(({ kind }) => kind === 'reference'))) {
    const tests = groups.map((values) => referenceTest(path, values, cased));
    return { kind: 'record', id, holds: both(tests, negated) };
  }
  const part = modifiers.find((modifier) => modifier.part)?.part;
  const read = part && ((value: Scalar) => part.read(value));
  const tests = groups.map((values) => fieldTest(values, cased, read));
  return { kind: 'field', id, path, holds: both(tests, negated) };
}

function referenceTest(path: FieldPath, values: readonly Value[], cased: boolean) {
  const references = values.filter((value) => value.kind === 'reference');
  return (record: AuditRecord) => {
    const value = record.field(path);
    return references.some(({ fit, path: other }) =>
      fitsReference(value, fit, record.field(other), cased),
    );
  };
}

function both<T>(
  tests: readonly ((subject: T) => boolean)[],
  negated: boolean,
): (subject: T) => boolean {
  return (subject) => {
    for (const test of tests) if (!test(subject)) return negated;
    return !negated;
  };
}

function writtenText(written: unknown, link: string): string {
  const values = (Array.isArray(written) ? written : [written]) as readonly unknown[];
  const texts = values.map((value) =>
    typeof value === 'string' ? `'${printable(value)}'` : String(value),
  );
  return printable(texts.join(link), LONGEST);
}
