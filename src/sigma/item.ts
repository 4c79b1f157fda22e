import { applyChain, type Chain, readChain } from './chain.ts';
import type { Cursor } from './cursor.ts';
import { itemPredicate } from './item-predicate.ts';
import type { Predicate } from './predicate.ts';
import { exactText } from './values/pattern.ts';
import { leftEmpty, type Placeholders } from './values/placeholder.ts';
import { patternOf, type Scalar, type Value } from './values/value.ts';
import { checkField, checkValue } from './vocabulary/index.ts';

/**
 * One item of a detection: a field, its modifiers and its values; or keywords. Values of a list are
 * alternatives, with `all` each of them must hold, `neq` negates the whole item: it holds for an absent field,
 * but for nothing where a placeholder has no values: nobody is a stranger to an empty list.
 */
export function compileItem(item: Cursor, placeholders: Placeholders): Predicate | undefined {
  const plain = item.approved && !item.key.split('|').includes('expand');
  return plain ? compileOnce(item, placeholders) : compileNew(item, placeholders);
}

/** Three of four items of the bundled rules have an equal one. */
const compiled = new WeakMap<Placeholders, Map<string, Predicate | undefined>>();

/** An item about which there is nothing to report, so that equal ones may share what they come to. */
function compileOnce(item: Cursor, placeholders: Placeholders): Predicate | undefined {
  const known = compiled.get(placeholders) ?? new Map<string, Predicate | undefined>();
  compiled.set(placeholders, known);
  const id = JSON.stringify([item.key, item.value]);
  if (!known.has(id)) known.set(id, compileNew(item, placeholders));
  return known.get(id);
}

function compileNew(item: Cursor, placeholders: Placeholders): Predicate | undefined {
  const chain = readChain(item);
  if (chain === undefined) return undefined;
  const written = writtenValues(item, chain);
  if (written === undefined) return undefined;
  const choices = written.map((value) => applyChain(chain, value, placeholders));
  if (choices.includes(undefined)) return undefined;
  const groups = choices as (readonly Value[])[];
  for (const [index, value] of written.entries()) {
    if (groups[index]?.length === 0 && !leftEmpty(value.value, placeholders)) {
      value.warn('this placeholder has no values, so nothing matches');
    }
  }
  warnDoubtful(item, chain, written);
  const expands = chain.modifiers.some(({ name }) => name === 'expand');
  const checked = item.approved && !expands;
  if (chain.field !== '' && !checked) checkVocabulary(item, chain, written, groups);
  const id = JSON.stringify([item.key, item.value, expands ? placeholders : null]);
  return itemPredicate(id, item.key, item.value, chain, groups);
}

/** The keywords of a list, any of which may be there. */
export function compileKeywords(keywords: readonly Cursor[]): Predicate {
  const chain: Chain = { field: '', modifiers: [], flags: new Set() };
  for (const keyword of keywords) {
    checkValueItself(keyword);
    warnDoubtful(keyword, chain, [keyword]);
  }
  const values = keywords.map(({ value }) => value as Scalar);
  const group = values.map((raw) => ({ kind: 'scalar', raw }) as const);
  return itemPredicate(JSON.stringify(['', values]), 'keywords', values, chain, [group]);
}

/** The item's values one by one, or `undefined` when they can't stand here. */
function writtenValues(item: Cursor, chain: Chain): Cursor[] | undefined {
  const many = Array.isArray(item.value);
  const values = many ? item.children() : [item];
  const before = item.problems.length;
  if (many && chain.modifiers.some(({ name }) => name === 'exists')) {
    item.error('`exists` takes one value, `true` or `false`');
  }
  if (chain.flags.has('all') && values.length < 2) {
    item.error('`all` needs a list of two values or more: leave it out for a single value');
  }
  for (const value of values) {
    if (many || chain.field === '' || value.value !== null) checkValueItself(value);
  }
  const failed = item.problems.slice(before).some(({ severity }) => severity === 'error');
  return failed ? undefined : values;
}

/** What is wrong with a value whatever its field and modifiers. */
function checkValueItself(value: Cursor): void {
  if (value.value === null) {
    value.error("null can't be part of a list: give it a search identifier of its own");
  } else if (typeof value.value === 'number' && !isExact(value.value)) {
    value.error('no JSON number is exactly this: put it in quotes to compare it as text');
  }
}

/** Warns of what matches everything, or next to nothing, by its modifiers alone. */
function warnDoubtful(item: Cursor, { field, modifiers }: Chain, written: readonly Cursor[]): void {
  const affixed = field === '' || modifiers.some(({ role }) => role === 'affix');
  for (const value of affixed ? written : []) {
    if (value.value === '')
      value.warn('every text has an empty text in it: this matches any value');
  }
  const offset = modifiers.find(({ name }) => name === 'base64offset')?.offset;
  if (offset === undefined || affixed) return;
  item.warn('`base64offset` gives parts of a text: write `contains` behind it', {
    part: 'key',
    offset,
  });
}

function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

function checkVocabulary(
  item: Cursor,
  { field, modifiers }: Chain,
  written: readonly Cursor[],
  groups: readonly (readonly Value[])[],
): void {
  const reason = checkField(field);
  if (reason !== undefined) return item.warn(reason, { part: 'key' });
  const whole = modifiers.every(({ part }) => part === undefined);
  for (const [index, value] of written.entries()) {
    const doubts = (groups[index] ?? []).map((each) => doubt(field, each, whole));
    const why = doubts.find((each) => each !== undefined);
    if (why !== undefined) value.warn(why);
  }
}

/** Why no event can have the value, when it is compared with the whole of the field's. */
function doubt(field: string, value: Value, whole: boolean): string | undefined {
  if (value.kind === 'reference') return checkField(value.path.text);
  const pattern = patternOf(value);
  const text = pattern && exactText(pattern);
  return whole && text !== undefined ? checkValue(field, text) : undefined;
}
