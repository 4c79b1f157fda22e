import { BestLiterals, isWorth, type Literals, MOST } from './best-literals.ts';
import type { Needed } from './needed.ts';

/**
 * What a regular expression can't match without: looking for a text is a hundred times as fast as running an
 * automaton over it, and most texts have none. Only what is plain to see counts; anything else gives no answer.
 */

/** What each match has; `undefined`: nothing can be said. `ignoresCase`: as the flag `i`. */
export function literalsOf(source: string, ignoresCase = false): Needed | undefined {
  const reader = new Reader(source, ignoresCase);
  const found = reader.choice();
  if (reader.failed || !reader.ended || !isWorth(found)) return undefined;
  const literals = reader.ignoresCase ? found.map((literal) => literal.toLowerCase()) : found;
  return { literals, ignoresCase: reader.ignoresCase };
}

/** What stands at one place of a sequence. */
interface Piece {
  /** All that it can be, where that is little. */
  readonly texts?: Literals;
  /** What it can't be without. */
  readonly literals?: Literals | undefined;
}

const OTHER: Piece = {};

/** Reads an expression in RE2's syntax from left to right, without backtracking. */
class Reader {
  /** Something stands there that isn't understood. */
  failed = false;
  /** Whether somewhere, and so everywhere, upper and lower case are one. */
  ignoresCase: boolean;
  readonly #source: string;
  #at = 0;

  constructor(source: string, ignoresCase: boolean) {
    this.#source = source;
    this.ignoresCase = ignoresCase;
  }

  get ended(): boolean {
    return this.#at === this.#source.length;
  }

  /** Alternatives: what is in each of them is needed. */
  choice(): Literals | undefined {
    const all: Literals[] = [];
    let isKnown = true;
    do {
      const found = this.#sequence();
      if (found === undefined) isKnown = false;
      else all.push(found);
    } while (this.#take('|'));
    return isKnown ? all.flat() : undefined;
  }

  /** The best of what a sequence needs. */
  #sequence(): Literals | undefined {
    const best = new BestLiterals();
    while (!this.ended && !this.failed && !this.#isNext('|') && !this.#isNext(')')) {
      const { texts, literals } = this.#piece();
      const times = this.#times();
      const isThere = times === 'once' || times === 'often';
      if (texts === undefined) best.interrupt(isThere ? literals : undefined);
      else if (times === 'once') best.extend(texts);
      else if (times === 'one or none') best.extend(['', ...texts]);
      // Of `ab+` the text `ab` is needed, of `ab*` only `a`.
      else best.interrupt(undefined, times === 'often' ? texts : ['']);
    }
    return best.found;
  }

  #piece(): Piece {
    const character = this.#source[this.#at++] as string;
    if (character === '(') return this.#group();
    if (character === '[') return this.#class();
    if (character === '\\') return this.#escape();
    if ('.^$'.includes(character)) return OTHER;
    return character <= '~' ? { texts: [character] } : OTHER;
  }

  #group(): Piece {
    const [all = '', flags = ''] = /^\?([ims]*)[:)]/.exec(this.#source.slice(this.#at)) ?? [];
    this.#at += all.length;
    if (flags.includes('i')) this.ignoresCase = true;
    if (all.endsWith(')')) return OTHER;
    if (all === '' && this.#isNext('?')) return this.#fail();
    const literals = this.choice();
    return this.#take(')') ? { literals } : this.#fail();
  }

  /** A class of a few characters is one of these: `[_-]`. */
  #class(): Piece {
    const [all, inside = ''] =
      /^((?:\^?\]|\^)?(?:[^\\\][]|\\.)*)\]/s.exec(this.#source.slice(this.#at)) ?? [];
    if (all === undefined) return this.#fail();
    this.#at += all.length;
    // A minus stands for itself at the end only.
    const isPlain = /^[ -,.-[\]-~]*-?$/.test(inside) && !inside.startsWith('^');
    return isPlain && inside.length > 0 && inside.length <= MOST
      ? { texts: [...new Set(inside)] }
      : OTHER;
  }

  #escape(): Piece {
    const character = this.#source[this.#at++] ?? '';
    if (/[!-/:-@[-`{-~]/.test(character)) return { texts: [character] };
    return /[bBAzdDsSwWnrtfv]/.test(character) ? OTHER : this.#fail();
  }

  /** How often a piece stands there; `{01}` is no repetition to RE2, but text. */
  #times(): 'once' | 'one or none' | 'often' | 'maybe' {
    const [all, sign = '', least] =
      /^(?:([*+?])|\{(0|[1-9]\d*)(?:,(?:0|[1-9]\d*)?)?\})\??/.exec(this.#source.slice(this.#at)) ??
      [];
    if (all === undefined) return 'once';
    this.#at += all.length;
    if (sign === '?') return 'one or none';
    return sign === '*' || Number(least) === 0 ? 'maybe' : 'often';
  }

  #isNext(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    if (!this.#isNext(text)) return false;
    this.#at += text.length;
    return true;
  }

  #fail(): Piece {
    this.failed = true;
    return OTHER;
  }
}
