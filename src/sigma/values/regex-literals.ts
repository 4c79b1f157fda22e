/**
 * What a regular expression can't match without: looking for a text is a hundred times as fast as running an
 * automaton over it, and most texts have none. Only what is plain to see counts; anything else gives no answer.
 */

/** Shorter ones are in too many texts to be worth looking for. */
const SHORTEST = 3;
/** More of them take as long to look for as the expression takes. */
const MOST = 8;

/** Texts of which each match has one at least; `undefined`: nothing can be said. */
export function literalsOf(source: string): readonly string[] | undefined {
  const reader = new Reader(source);
  const found = reader.choice();
  return reader.failed || !reader.ended || !isWorth(found) ? undefined : found;
}

type Literals = readonly string[];

function isWorth(literals: Literals | undefined): literals is Literals {
  return literals !== undefined && literals.length <= MOST && shortest(literals) >= SHORTEST;
}

function shortest(literals: Literals): number {
  return Math.min(...literals.map(({ length }) => length));
}

/** What stands at one place of a sequence. */
interface Piece {
  /** The character that it is, where it can be no other. */
  readonly character?: string;
  /** What it can't be without. */
  readonly literals?: Literals | undefined;
}

const OTHER: Piece = {};

/** Reads an expression in RE2's syntax from left to right, without backtracking. */
class Reader {
  /** Something stands there that isn't understood. */
  failed = false;
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
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
    let best: Literals | undefined;
    let run = '';
    const offer = (literals: Literals | undefined) => {
      if (literals === undefined || literals.length > MOST) return;
      if (best === undefined || shortest(literals) > shortest(best)) best = literals;
    };
    while (!this.ended && !this.failed && !this.#isNext('|') && !this.#isNext(')')) {
      const { character, literals } = this.#piece();
      const times = this.#times();
      if (times !== 'once' || character === undefined) {
        // Of `ab+` the text `ab` is needed, of `ab*` only `a`.
        offer([times === 'often' && character !== undefined ? run + character : run]);
        run = '';
        if (times !== 'maybe') offer(literals);
      } else run += character;
    }
    offer([run]);
    return best;
  }

  #piece(): Piece {
    const character = this.#source[this.#at++] as string;
    if (character === '(') return this.#group();
    if (character === '[') return this.#class();
    if (character === '\\') return this.#escape();
    if ('.^$'.includes(character)) return OTHER;
    return character <= '~' ? { character } : OTHER;
  }

  #group(): Piece {
    if (this.#isNext('?') && !this.#takeAll('?:')) return this.#fail();
    const literals = this.choice();
    return this.#take(')') ? { literals } : this.#fail();
  }

  /** A class of one character is that character: `[.]`. */
  #class(): Piece {
    const [all, inside = ''] =
      /^((?:\^?\]|\^)?(?:[^\\\][]|\\.)*)\]/s.exec(this.#source.slice(this.#at)) ?? [];
    if (all === undefined) return this.#fail();
    this.#at += all.length;
    return inside.length === 1 && /[ -~]/.test(inside) && !'^\\'.includes(inside)
      ? { character: inside }
      : OTHER;
  }

  #escape(): Piece {
    const character = this.#source[this.#at++] ?? '';
    if (/[!-/:-@[-`{-~]/.test(character)) return { character };
    return /[bBAzdDsSwWnrtfv]/.test(character) ? OTHER : this.#fail();
  }

  /** How often a piece stands there. */
  #times(): 'once' | 'often' | 'maybe' {
    const [all, sign = '', least] =
      /^(?:([*+?])|\{(\d+)(?:,\d*)?\})\??/.exec(this.#source.slice(this.#at)) ?? [];
    if (all === undefined) return 'once';
    this.#at += all.length;
    return sign === '*' || sign === '?' || Number(least) === 0 ? 'maybe' : 'often';
  }

  #isNext(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    return this.#takeAll(text);
  }

  #takeAll(text: string): boolean {
    if (!this.#isNext(text)) return false;
    this.#at += text.length;
    return true;
  }

  #fail(): Piece {
    this.failed = true;
    return OTHER;
  }
}
