import type { Cursor } from './cursor.ts';
import { type Flag, MODIFIERS, type Modifier, type Stage, type Type } from './modifiers.ts';
import type { Placeholders } from './values/placeholder.ts';
import type { Scalar, Value } from './values/value.ts';

/** A key of a detection, such as `userAgent|contains|all`, read. */
export interface Chain {
  /** Empty for keywords. */
  readonly field: string;
  readonly modifiers: readonly NamedModifier[];
  readonly flags: ReadonlySet<Flag>;
}

/** A modifier, what it is called and where in the key it stands. */
export interface NamedModifier extends Modifier {
  readonly name: string;
  readonly offset: number;
}

/** Reads an item's key; every modifier that is unknown or out of place is reported at its column. */
export function readChain(item: Cursor): Chain | undefined {
  const [field = '', ...names] = item.key.split('|');
  const modifiers: NamedModifier[] = [];
  let offset = field.length + 1;
  for (const name of names) {
    const reason = refusal(name, modifiers, field);
    if (reason !== undefined) {
      item.error(reason, { part: 'key', offset });
      return undefined;
    }
    modifiers.push({ name, offset, ...(MODIFIERS[name] as Modifier) });
    offset += name.length + 1;
  }
  const misplaced = misplacedFlag(modifiers);
  if (misplaced !== undefined) {
    item.error(misplaced.reason, { part: 'key', offset: misplaced.offset });
    return undefined;
  }
  return { field, modifiers, flags: new Set(modifiers.flatMap(({ flag }) => flag ?? [])) };
}

/** Applies a chain to one value; gives what any of which may hold, `undefined` after an error. */
export function applyChain(
  chain: Chain,
  value: Cursor,
  placeholders: Placeholders,
): readonly Value[] | undefined {
  const raw = value.value as Scalar | null;
  const expands = chain.modifiers.some(({ name }) => name === 'expand');
  let values: readonly Value[] = [{ kind: 'scalar', raw, placeholders: expands }];
  for (const modifier of chain.modifiers) {
    const results = values.map((each) => applyOne(modifier, each, placeholders));
    const reason = results.find((result) => typeof result === 'string');
    if (reason !== undefined) {
      value.error(reason);
      return undefined;
    }
    values = results.flatMap((result) => result as readonly Value[]);
  }
  return values;
}

function applyOne(
  modifier: NamedModifier,
  value: Value,
  placeholders: Placeholders,
): readonly Value[] | string {
  const { name, takes, after } = modifier;
  if (value.kind === 'scalar') {
    const type = value.raw === null ? 'null' : (typeof value.raw as Type);
    if (type === 'null' && name !== 'neq') return `\`${name}\` can't be applied to null`;
    if (takes !== undefined && !(takes as readonly string[]).includes(type)) {
      return `\`${name}\` takes ${takes.map((each) => TYPES[each]).join(' or ')}, not ${named(type)}`;
    }
  } else if (value.kind === 'text' && !after.includes('text')) {
    return `\`${name}\` can't be applied to a placeholder inside other text: make it the whole value`;
  }
  return modifier.apply?.(value, placeholders) ?? [value];
}

const TYPES: Readonly<Record<Type, string>> = {
  string: 'a text (put it in quotes)',
  number: 'a number (without quotes)',
  boolean: '`true` or `false` (without quotes)',
};

function named(type: Type | 'null'): string {
  return type === 'string' ? 'a text' : type === 'number' ? 'a number' : 'a true or false';
}

/** Why a modifier can't stand after those before it. */
function refusal(
  name: string,
  before: readonly NamedModifier[],
  field: string,
): string | undefined {
  const modifier = Object.hasOwn(MODIFIERS, name) ? MODIFIERS[name] : undefined;
  if (name === '') return 'a modifier is missing behind `|`';
  if (modifier === undefined) {
    return `there is no modifier \`${name}\`; there are ${quoted(Object.keys(MODIFIERS))}`;
  }
  if (field === '' && !modifier.keywords) {
    return `\`${name}\` needs a field; keywords take ${quoted(namesOf((each) => each.keywords === true))}`;
  }
  const rival = before.find((each) => roleOf(each, each.name) === roleOf(modifier, name));
  if (rival?.name === name) return `\`${name}\` stands here twice`;
  if (rival !== undefined) return `\`${name}\` can't be combined with \`${rival.name}\``;
  const stage = stageOf(before);
  if (modifier.flag !== undefined || modifier.after.includes(stage)) return undefined;
  const last = before.findLast(({ gives }) => gives !== undefined)?.name;
  if (last === undefined) return `\`${name}\` can only stand after ${quoted(leadingTo(modifier))}`;
  const allowed = namesOf(
    (each, other) => each.after.includes(stage) && !isTaken(each, other, before),
  );
  return `\`${name}\` can't stand after \`${last}\`; what can: ${quoted(allowed)}`;
}

/** A flag may stand anywhere in a chain, so what the whole chain gives decides. */
function misplacedFlag(
  modifiers: readonly NamedModifier[],
): { reason: string; offset: number } | undefined {
  const stage = stageOf(modifiers);
  const misplaced = modifiers.find(({ flag, after }) => flag && !after.includes(stage));
  if (misplaced === undefined) return undefined;
  const other = modifiers.findLast(({ gives }) => gives === stage)?.name;
  const others = quoted(leadingTo(misplaced));
  const reason = `\`${misplaced.name}\` can't be combined with \`${other}\`, only with ${others}`;
  return { reason, offset: misplaced.offset };
}

/** Whatever follows, a reference stays one, and a text with `*` at its ends can't be encoded any more. */
const LASTING = new Set<Stage>(['reference', 'affixed']);

function stageOf(modifiers: readonly NamedModifier[]): Stage {
  const stages = modifiers.flatMap(({ gives }) => gives ?? []);
  return stages.find((stage) => LASTING.has(stage)) ?? stages.at(-1) ?? 'value';
}

function roleOf(modifier: Modifier, name: string): string {
  return modifier.role ?? name;
}

function isTaken(modifier: Modifier, name: string, before: readonly NamedModifier[]): boolean {
  return before.some((each) => roleOf(each, each.name) === roleOf(modifier, name));
}

/** What may stand before a modifier. */
function leadingTo({ after }: Modifier): string[] {
  return namesOf(({ gives }) => gives !== undefined && after.includes(gives));
}

function namesOf(test: (modifier: Modifier, name: string) => boolean): string[] {
  return Object.entries(MODIFIERS).flatMap(([name, each]) => (test(each, name) ? [name] : []));
}

function quoted(names: readonly string[]): string {
  return names.length === 0 ? 'nothing else' : names.map((name) => `\`${name}\``).join(', ');
}
