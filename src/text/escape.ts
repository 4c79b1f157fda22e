/**
 * What must not reach a terminal as it is: controls (with them every escape sequence), format
 * characters such as bidirectional overrides and zero-width joiners, lone surrogates, characters that
 * have no glyph or none agreed on, and every space but the plain one.
 */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{2800}]|[\p{Zs}--[ ]]/gv;

/** Half a surrogate pair, or the beginning of a `\u{…}`, at the end of a cut text. */
const HALF = /(?:[\uD800-\uDBFF]|\\(?:u(?:\{[0-9a-f]{0,6})?)?)$/;

/**
 * A text as one line that shows everything in it: hidden characters become `\u{1b}` and the like, so
 * that an escape sequence is seen and not obeyed. Cut to `longest` UTF-16 units, the last one then an
 * ellipsis. Doing it again changes nothing.
 */
export function printable(text: string, longest = 1024): string {
  const shown = text.slice(0, longest + 1).replace(HIDDEN, visible);
  return shown.length <= longest ? shown : `${shown.slice(0, longest - 1).replace(HALF, '')}…`;
}

/**
 * A value as one line of JSON in which hidden characters are `\u` escapes too: it parses to the same
 * value, and no terminal obeys it.
 */
export function jsonLine(value: object): string {
  return JSON.stringify(value).replace(HIDDEN, jsonEscape);
}

function visible(character: string): string {
  return `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
}

function jsonEscape(character: string): string {
  let escaped = '';
  for (let index = 0; index < character.length; index++) {
    escaped += `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
