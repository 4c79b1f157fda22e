/** What a text needs for an expression or a pattern to be found in it. */
export interface Needed {
  /** One of these at least; plain ASCII. */
  readonly literals: readonly string[];
  /** In upper or lower case. */
  readonly ignoresCase: boolean;
}

/**
 * Tells whether what needs this may be found in a text, or in one whose bytes these are as Latin-1. JavaScript's own
 * expressions look for many literals at once in linear time, as long as there is nothing else.
 */
export function finderOf({ literals, ignoresCase }: Needed): (text: string) => boolean {
  const wanted = literals.map((literal) => literal.replaceAll(/\W/g, '\\$&'));
  const expression = ignoresCase
    ? new RegExp([...wanted, ...ODD_LETTERS].join('|'), 'i')
    : new RegExp(wanted.join('|'));
  return (text) => expression.test(text);
}

/**
 * `ſ` and the sign for kelvin are an `s` and a `k` to RE2, and `İ` has an `i` in lower case: what has them may have
 * anything. Also as bytes of UTF-8.
 */
const ODD_LETTERS = ['[ſ\u212aİ]', '\\xc5\\xbf', '\\xe2\\x84\\xaa', '\\xc4\\xb0'];
