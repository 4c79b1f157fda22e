/** What a text needs for an expression or a pattern to be found in it. */
export interface Needed {
  /** One of these at least. */
  readonly literals: readonly string[];
  /** They are in lower case, and so is what they are looked for in. */
  readonly ignoresCase: boolean;
}

/** Whether what needs this may be found in a text, or in one whose bytes these are as Latin-1. */
export function mayMatch({ literals, ignoresCase }: Needed, text: string): boolean {
  const folded = ignoresCase ? text.toLowerCase() : text;
  for (const literal of literals) if (folded.includes(literal)) return true;
  return ignoresCase && ODD_LETTERS.test(text);
}

/** `ſ` and the sign for kelvin are an `s` and a `k` to expressions, `İ` has an `i` in lower case; also as bytes of UTF-8. */
const ODD_LETTERS = /[\u017f\u212a\u0130]|\xc5\xbf|\xe2\x84\xaa|\xc4\xb0/;
