import { fieldPath } from '../record/field-path.ts';
import { printable } from '../text/escape.ts';
import type { AuditRecord } from '../types.ts';
import type { Chain } from './chain.ts';
import { anywhereIn } from './keywords.ts';
import type { Predicate } from './predicate.ts';
import { anywhere, fieldTest, scalarTest, type Value } from './values/value.ts';
import { visible } from './visible.ts';

/** The longest list of values that an explanation shows. */
const LONGEST = 120;

type RecordTest = (record: AuditRecord) => boolean;

/**
 * The predicate of one item. `groups` has, for each value as written, what it came to: any of a group
 * may hold; any of the groups too, unless the item says `all`.
 */
export function itemPredicate(
  key: string,
  written: unknown,
  chain: Chain,
  groups: readonly (readonly Value[])[],
): Predicate {
  const every = chain.flags.has('all');
  const parts = every ? groups : [groups.flat()];
  const holds = both(parts.map((values) => testOf(chain, values)));
  const matches: RecordTest = chain.flags.has('neq') ? (record) => !holds(record) : holds;
  const text = `${printable(key)}: ${writtenText(written, every ? ' and ' : ' or ')}`;
  const path = chain.field === '' ? undefined : fieldPath(chain.field);
  return {
    matches,
    explain: (record) => ({
      text,
      held: matches(record),
      ...(path && { actual: visible(record.field(path)) }),
      parts: [],
    }),
  };
}

function testOf({ field, flags, modifiers }: Chain, values: readonly Value[]): RecordTest {
  const cased = flags.has('cased');
  if (field === '') {
    const test = scalarTest(values.map(anywhere), cased);
    return (record) => anywhereIn(record, test);
  }
  const path = fieldPath(field);
  const part = modifiers.find((modifier) => modifier.part)?.part;
  const test = fieldTest(values, cased, part && ((value) => part.read(value)));
  return (record) => test(record.field(path), record);
}

function both(tests: readonly RecordTest[]): RecordTest {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return (record) => {
    for (const test of tests) if (!test(record)) return false;
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
