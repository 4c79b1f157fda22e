/**
 * Sigma's strings with wildcards (rules specification 2.1.0, "String Wildcard" and "Escape Character"),
 * compiled to string operations: no regular expressions, at worst text length × pattern length.
 */

/** `*` stands for any number of characters, `?` for one code point. */
export interface Wildcard {
  readonly wildcard: '*' | '?';
}

/** `%name%` in a value with the `expand` modifier, until it is replaced. */
export interface Placeholder {
  readonly placeholder: string;
}

/** A part of a pattern: literal text, a wildcard or a placeholder. */
export type Token = string | Wildcard | Placeholder;

/** A string as Sigma reads it. */
export type Pattern = readonly Token[];

/** Whether a text matches. */
export type TextTest = (text: string) => boolean;

/** Any number of characters. */
export const ANY: Wildcard = { wildcard: '*' };
const ONE: Wildcard = { wildcard: '?' };

/** Whether a token is literal text. */
export function isLiteral(token: Token | undefined): token is string {
  return typeof token === 'string';
}

/**
 * Reads a string as a rule writes it. A backslash makes a following `*`, `?` or `\` plain (and `%`,
 * where placeholders are read); before anything else it is plain itself.
 */
export function parsePattern(source: string, placeholders = false): Pattern {
  if (!/[*?\\%]/.test(source)) return source === '' ? [] : [source];
  const special = placeholders ? '*?\\%' : '*?\\';
  const tokens: Token[] = [];
  for (let index = 0; index < source.length; index++) {
    const character = source[index] as string;
    const next = source[index + 1];
    const name = placeholders && character === '%' ? placeholderAt(source, index) : undefined;
    if (character === '\\' && next !== undefined && special.includes(next)) {
      tokens.push(next);
      index++;
    } else if (name !== undefined) {
      tokens.push({ placeholder: name });
      index += name.length + 1;
    } else if (character === '*') tokens.push(ANY);
    else if (character === '?') tokens.push(ONE);
    else tokens.push(character);
  }
  return joined(tokens);
}

/** The same pattern with neighbouring texts and neighbouring `*` made one. */
export function joined(tokens: Pattern): Pattern {
  const result: Token[] = [];
  for (const token of tokens) {
    const last = result.at(-1);
    if (isLiteral(token) && isLiteral(last)) result[result.length - 1] = last + token;
    else if (token !== '' && !(token === ANY && last === ANY)) result.push(token);
  }
  return result;
}

/** The text that a pattern stands for, when it stands for just one. */
export function exactText(pattern: Pattern): string | undefined {
  if (pattern.length === 0) return '';
  const [only] = pattern;
  return pattern.length === 1 && isLiteral(only) ? only : undefined;
}

/** Matches a text against several patterns at once; unless `cased`, upper and lower case are one. */
export function textTest(patterns: readonly Pattern[], cased: boolean): TextTest {
  const fold = (text: string) => (cased ? text : text.toLowerCase());
  const exact = new Set<string>();
  const others: TextTest[] = [];
  for (const pattern of patterns) {
    const text = exactText(pattern);
    if (text === undefined) others.push(compile(pattern.map((t) => (isLiteral(t) ? fold(t) : t))));
    else exact.add(fold(text));
  }
  return (text) => {
    const folded = cased ? text : text.toLowerCase();
    if (exact.has(folded)) return true;
    for (const test of others) if (test(folded)) return true;
    return false;
  };
}

/** The pattern is joined, so between two `*` stands exactly one text unless there is a `?`. */
function compile(pattern: Pattern): TextTest {
  if (pattern.includes(ONE)) return glob(pattern);
  const first = isLiteral(pattern[0]) ? pattern[0] : '';
  const last = isLiteral(pattern.at(-1)) ? (pattern.at(-1) as string) : '';
  const middle = pattern.filter(isLiteral).slice(first ? 1 : 0, last ? -1 : undefined);
  const [only] = middle;
  if (only === undefined) return ends(first, last);
  if (middle.length === 1 && !first && !last) return (text) => text.includes(only);
  const fits = ends(first, last);
  return (text) => fits(text) && inOrder(middle, text, first.length, text.length - last.length);
}

function ends(first: string, last: string): TextTest {
  if (!last) return (text) => text.startsWith(first);
  if (!first) return (text) => text.endsWith(last);
  const shortest = first.length + last.length;
  return (text) => text.length >= shortest && text.startsWith(first) && text.endsWith(last);
}

/** Taking each text at the first place where it fits leaves the most room for the others. */
function inOrder(texts: readonly string[], text: string, start: number, end: number): boolean {
  let from = start;
  for (const wanted of texts) {
    const found = text.indexOf(wanted, from);
    if (found < 0) return false;
    from = found + wanted.length;
  }
  return from <= end;
}

const STAR = -1;
const QUESTION = -2;

/** Code point by code point; a mismatch goes back to the last `*` only, which is enough. */
function glob(pattern: Pattern): TextTest {
  const wanted = pattern.flatMap(codePoints);
  return (text) => {
    let at = 0;
    let next = 0;
    let star = -1;
    let retry = 0;
    while (at < text.length) {
      const point = text.codePointAt(at) as number;
      const want = wanted[next];
      if (want === STAR) {
        star = next++;
        retry = at;
      } else if (want === point || want === QUESTION) {
        at += width(point);
        next++;
      } else if (star >= 0) {
        retry += width(text.codePointAt(retry) as number);
        at = retry;
        next = star + 1;
      } else return false;
    }
    while (wanted[next] === STAR) next++;
    return next === wanted.length;
  };
}

function codePoints(token: Token): number[] {
  if (isLiteral(token)) return Array.from(token, (character) => character.codePointAt(0) as number);
  return [token === ANY ? STAR : QUESTION];
}

function width(point: number): number {
  return point > 0xffff ? 2 : 1;
}

const NAME = /%([\w.-]+)%/y;

function placeholderAt(source: string, index: number): string | undefined {
  NAME.lastIndex = index;
  return NAME.exec(source)?.[1];
}
