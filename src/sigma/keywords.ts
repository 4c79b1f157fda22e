import type { AuditRecord, Json } from '../types.ts';
import { madeLater } from './values/made-later.ts';
import { finderOf, type Needed } from './values/needed.ts';
import { isLiteral, type TextTest } from './values/pattern.ts';
import { REGEX_FLAGS } from './values/regex.ts';
import { literalsOf } from './values/regex-literals.ts';
import {
  anywhere,
  isScalar,
  patternOf,
  type ScalarTest,
  scalarTest,
  type Value,
} from './values/value.ts';

/** Whether any of the values is anywhere in a record's event. */
export function keywordTest(
  values: readonly Value[],
  cased: boolean,
): (record: AuditRecord) => boolean {
  const test = scalarTest(values.map(anywhere), cased);
  return madeLater((): ((record: AuditRecord) => boolean) => {
    const finders = neededByAny(values, cased)?.map(finderOf);
    if (finders === undefined) return (record) => anywhereIn(record, test);
    return (record) => mayBeIn(record.raw, finders) && anywhereIn(record, test);
  });
}

/**
 * Whether any key or any scalar value anywhere in a record's event fits ("strings that are applied to
 * the full log message"). Walks without recursion: events may be nested without end.
 */
function anywhereIn(record: AuditRecord, test: ScalarTest): boolean {
  const open: Json[] = [record.event];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (isScalar(value)) {
      if (test(value)) return true;
    } else if (Array.isArray(value)) {
      for (const element of value as readonly Json[]) open.push(element);
    } else if (value !== null) {
      for (const [key, member] of Object.entries(value)) {
        if (test(key)) return true;
        open.push(member);
      }
    }
  }
  return false;
}

/** Most events have none of what is needed, which their JSON tells before anything is made of it. */
function mayBeIn(raw: string | undefined, finders: readonly TextTest[]): boolean {
  return raw === undefined || finders.some((find) => find(raw)) || HIDDEN.test(raw);
}

/**
 * An escape that may stand for a letter of what is looked for, or for one that folds to it, as in `finderOf`. Go writes
 * control characters, `<`, `>` and `&` so, which are no such letters.
 */
const HIDDEN = /\\(?:\/|u(?:00(?![01]|3[ceCE]|26)|017[fF]|212[aA]|0130))/;
/** Letters that stand for themselves in JSON. */
const PLAIN = /^[ !#-%'-;=?-[\]-~]+$/;

/** What all of them need together; `undefined`: one of them may be there without. */
function neededByAny(values: readonly Value[], cased: boolean): readonly Needed[] | undefined {
  const all = values.map((value) => neededBy(value, cased));
  const known = all.filter((one) => one?.literals.every((literal) => PLAIN.test(literal)) === true);
  if (known.length < all.length) return undefined;
  const byCase = Map.groupBy(known as readonly Needed[], ({ ignoresCase }) => ignoresCase);
  return Array.from(byCase, ([ignoresCase, some]) => ({
    ignoresCase,
    literals: [...new Set(some.flatMap(({ literals }) => literals))],
  }));
}

function neededBy(value: Value, cased: boolean): Needed | undefined {
  if (value.kind === 'regex') {
    return literalsOf(value.source, (value.flags & REGEX_FLAGS.i) !== 0);
  }
  const texts = (patternOf(value) ?? []).filter(isLiteral);
  const [longest] = texts.toSorted((a, b) => b.length - a.length);
  if (longest === undefined) return undefined;
  return { literals: [cased ? longest : longest.toLowerCase()], ignoresCase: !cased };
}
