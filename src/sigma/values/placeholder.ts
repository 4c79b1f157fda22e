import { type Pattern, parsePattern, type Token } from './pattern.ts';
import { patternOf, type Value } from './value.ts';

/** What the configuration has for `%name%` in values with the `expand` modifier. */
export type Placeholders = Readonly<Record<string, readonly (string | number)[]>>;

/**
 * Lists that bundled rules ask the site for. They are empty where the site has none: such a rule is
 * silent then, and no problem.
 */
export const SITE_LISTS: readonly string[] = [
  'known_users',
  'threat_addresses',
  'trusted_repositories',
];

/** More values than this from one are refused. */
const MOST_VALUES = 10_000;

/**
 * Replaces the placeholders of a value by everything that the configuration has for them; several
 * multiply. A value that is one placeholder becomes whatever stands there, a network or a number too.
 */
export function fillIn(value: Value, placeholders: Placeholders): readonly Value[] | string {
  const pattern = patternOf(value) ?? [];
  const [only] = pattern;
  const whole = pattern.length === 1 && value.kind === 'scalar' ? nameOf(only) : undefined;
  if (whole !== undefined) {
    return valuesOf(whole, placeholders)?.map((raw) => ({ kind: 'scalar', raw })) ?? unknown(whole);
  }
  if (value.kind === 'scalar' && !String(value.raw).includes('%')) return [value];
  let variants: Pattern[] = [[]];
  for (const token of pattern) {
    const name = nameOf(token);
    const choices = name === undefined ? [[token]] : choicesOf(name, placeholders);
    if (choices === undefined) return unknown(name as string);
    if (variants.length * choices.length > MOST_VALUES) {
      return `\`expand\` would make more than ${MOST_VALUES} values of this`;
    }
    variants = choices.flatMap((end) => variants.map((start) => [...start, ...end]));
  }
  return variants.map((variant) => ({ kind: 'text', pattern: variant }));
}

/** Whether a value as written has no values because the site left a list of the bundled rules empty. */
export function leftEmpty(written: unknown, placeholders: Placeholders): boolean {
  return parsePattern(String(written), true).some((token) => {
    const name = nameOf(token);
    return name !== undefined && SITE_LISTS.includes(name) && !valuesOf(name, placeholders)?.length;
  });
}

function nameOf(token: Token | undefined): string | undefined {
  return typeof token === 'object' && 'placeholder' in token ? token.placeholder : undefined;
}

function valuesOf(name: string, placeholders: Placeholders): Placeholders[string] | undefined {
  if (Object.hasOwn(placeholders, name)) return placeholders[name];
  return SITE_LISTS.includes(name) ? [] : undefined;
}

function choicesOf(name: string, placeholders: Placeholders): Pattern[] | undefined {
  return valuesOf(name, placeholders)?.map((text) => parsePattern(String(text)));
}

function unknown(name: string): string {
  return `the placeholder \`%${name}%\` is not defined: define \`rules.placeholders.${name}\` in satrap.yaml, or write \`\\%\` for a plain percent sign`;
}
