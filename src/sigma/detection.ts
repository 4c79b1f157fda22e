import { type Condition, ConditionError, parseCondition } from './condition.ts';
import { type Cursor, isMapping } from './cursor.ts';
import { compileItem, compileKeywords } from './item.ts';
import { allOf, anyOf, named, not, type Predicate } from './predicate.ts';
import { ANY, joined as joinTokens, textTest } from './values/pattern.ts';
import type { Placeholders } from './values/placeholder.ts';

/**
 * Compiles a `detection` (or a `filter`) section: search identifiers joined by a condition. The items
 * of a map are joined by "and", those of a list by "or", several conditions by "or".
 */

/** A compiled section. */
export interface Detection {
  readonly predicate: Predicate;
  readonly conditions: readonly Condition[];
}

/** The section's predicate, or `undefined` when an error has been reported. */
export function compileDetection(
  section: Cursor,
  placeholders: Placeholders,
  reserved: readonly string[] = [],
): Detection | undefined {
  const identifiers = new Map<string, Predicate>();
  const keys = new Map<string, Cursor>();
  for (const child of section.children()) {
    if (child.key === 'condition' || reserved.includes(child.key)) continue;
    keys.set(child.key, child);
    identifiers.set(child.key, named(child.key, compileSearch(child, placeholders)));
  }
  const used = new Set<string>();
  const written = section.child('condition');
  const lines = Array.isArray(written.value) ? written.children() : [written];
  const compiledLines = lines.map((line) => compileCondition(line, identifiers, used));
  for (const [key, cursor] of compiledLines.includes(undefined) ? [] : keys) {
    if (!used.has(key)) cursor.warn(`no condition uses the search identifier \`${key}\``, KEY);
  }
  if (section.broken) return undefined;
  const compiled = compiledLines.filter((line) => line !== undefined);
  const [only] = compiled;
  const conditions = compiled.map(({ condition }) => condition);
  const parts = compiled.map(({ predicate }) => predicate);
  const predicate = only && parts.length === 1 ? only.predicate : anyOf('or', parts);
  return { predicate, conditions };
}

const KEY = { part: 'key' } as const;

/** A search identifier: a map, or a list of maps and keywords. */
function compileSearch(search: Cursor, placeholders: Placeholders): Predicate {
  if (isMapping(search.value)) return compileMap(search, placeholders);
  const items = search.children();
  const keywords = items.filter(({ value }) => !isMapping(value));
  const parts = items
    .filter(({ value }) => isMapping(value))
    .map((map) => compileMap(map, placeholders));
  if (keywords.length > 0) parts.push(compileKeywords(keywords));
  return linked('or', parts);
}

function compileMap(map: Cursor, placeholders: Placeholders): Predicate {
  const parts = map.children().map((item) => compileItem(item, placeholders));
  return linked(
    'and',
    parts.filter((part) => part !== undefined),
  );
}

function linked(link: 'and' | 'or', parts: readonly Predicate[]): Predicate {
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only;
  return link === 'and' ? allOf(link, parts) : anyOf(link, parts);
}

interface Line {
  readonly condition: Condition;
  readonly predicate: Predicate;
}

function compileCondition(
  line: Cursor,
  identifiers: ReadonlyMap<string, Predicate>,
  used: Set<string>,
): Line | undefined {
  try {
    const condition = parseCondition(String(line.value));
    return { condition, predicate: linkUp(condition, identifiers, used) };
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    line.error(error.message, { offset: error.offset });
    return undefined;
  }
}

function linkUp(
  condition: Condition,
  identifiers: ReadonlyMap<string, Predicate>,
  used: Set<string>,
): Predicate {
  const inner = (part: Condition) => linkUp(part, identifiers, used);
  switch (condition.kind) {
    case 'and':
      return allOf('and', condition.parts.map(inner));
    case 'or':
      return anyOf('or', condition.parts.map(inner));
    case 'not':
      return not(inner(condition.part));
    case 'identifier':
      return single(condition.name, condition.offset, identifiers, used);
    case 'of':
      return several(condition, identifiers, used);
  }
}

function single(
  name: string,
  offset: number,
  identifiers: ReadonlyMap<string, Predicate>,
  used: Set<string>,
): Predicate {
  const predicate = identifiers.get(name);
  if (predicate === undefined) {
    const known = [...identifiers.keys()].map((each) => `\`${each}\``).join(', ');
    const advice = name.includes('*') ? `write \`1 of ${name}\`` : `there are ${known}`;
    throw new ConditionError(`there is no search identifier \`${name}\`: ${advice}`, offset);
  }
  used.add(name);
  return predicate;
}

function several(
  { quantity, pattern, offset }: Extract<Condition, { kind: 'of' }>,
  identifiers: ReadonlyMap<string, Predicate>,
  used: Set<string>,
): Predicate {
  const names = [...identifiers.keys()].filter((name) => selects(pattern, name));
  if (names.length === 0) {
    throw new ConditionError(`no search identifier is meant by \`${pattern}\``, offset);
  }
  for (const name of names) used.add(name);
  const parts = names.map((name) => identifiers.get(name) as Predicate);
  const text = `${quantity} of ${pattern}`;
  return quantity === 'all' ? allOf(text, parts) : anyOf(text, parts);
}

/** Identifiers that start with `_` are left out, unless the pattern itself starts with one. */
function selects(pattern: string, name: string): boolean {
  if (name.startsWith('_') && !pattern.startsWith('_')) return false;
  if (pattern === 'them') return true;
  const tokens = pattern.split('*').flatMap((text, index) => (index === 0 ? [text] : [ANY, text]));
  return textTest([joinTokens(tokens)], true)(name);
}
