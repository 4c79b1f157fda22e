import { printable } from '../../text/escape.ts';

/** Markup: what `html` made, and nothing else. */
export interface Html {
  readonly markup: string;
}

/** What a template may hold: text is escaped, markup is kept, lists are joined, nothing is nothing. */
export type Piece = string | number | Html | readonly Piece[] | null | undefined | false;

/** Names, agents and commands may be long; a page that repeats a megabyte helps nobody. */
const LONGEST = 1024;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What nearly all texts are: nothing to escape and nothing to show. */
const PLAIN = /^[ !#-%(-;=?-~]*$/;

/** A template whose values are text: they can neither open a tag nor leave a quoted attribute. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Html {
  let markup = strings[0] as string;
  for (let index = 0; index < values.length; index++) {
    markup += markupOf(values[index]) + (strings[index + 1] as string);
  }
  return { markup };
}

/** The markup of a value; hidden characters of a text are shown, as on a terminal. */
export function markupOf(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return '';
  if (typeof piece === 'string') {
    if (piece.length <= LONGEST && PLAIN.test(piece)) return piece;
    return escaped(printable(piece, LONGEST));
  }
  if (typeof piece === 'number') return String(piece);
  return 'markup' in piece ? piece.markup : piece.map(markupOf).join('');
}

/** A whole text, however long: half of a command must not be copied. */
export function whole(text: string): Html {
  return { markup: escaped(printable(text, Number.POSITIVE_INFINITY)) };
}

/** Our own markup, style or script, never anything out of a report. */
export function trusted(markup: string): Html {
  return { markup };
}

/** A script of our own, that runs at once or, as a module, when the page is there. */
export function script(code: string, type: 'classic' | 'module'): Html {
  const attribute = type === 'module' ? ' type="module"' : '';
  // Not in `html`: bundlers replace tagged templates that end a script.
  return trusted(`<script${attribute}>${code}</script>`);
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);
}
