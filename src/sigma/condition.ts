/**
 * The condition language of Sigma's rules specification 2.1.0, "Condition". From least to most binding:
 * `or`, `and`, `not`, `x of pattern`, parentheses. Keywords are lower-case.
 */

/** A parsed condition. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | {
      readonly kind: 'of';
      /** `1`: any of them; `all`: each of them. */
      readonly quantity: '1' | 'all';
      /** A search identifier with `*` wildcards, or `them`. */
      readonly pattern: string;
      readonly offset: number;
    }
  | { readonly kind: 'identifier'; readonly name: string; readonly offset: number };

/** What is wrong with a condition, and at which character of it. */
export class ConditionError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

interface Word {
  readonly text: string;
  readonly offset: number;
}

/** Deeper than anybody would write. */
const DEEPEST = 100;
const KEYWORDS = new Set(['and', 'or', 'not', 'of', 'all', 'them']);
const END = '';

/** Parses a condition. Throws a `ConditionError`. */
export function parseCondition(source: string): Condition {
  const parser = new Parser(wordsOf(source), source.trimEnd().length);
  const condition = parser.or(0);
  parser.end();
  return condition;
}

function wordsOf(source: string): Word[] {
  return Array.from(source.matchAll(/[()|]|[^\s()|]+/g), ({ 0: text, index }) => ({
    text,
    offset: index,
  }));
}

class Parser {
  readonly #words: readonly Word[];
  readonly #length: number;
  #next = 0;

  constructor(words: readonly Word[], length: number) {
    this.#words = words;
    this.#length = length;
  }

  or(depth: number): Condition {
    return this.#list('or', () => this.#and(depth));
  }

  end(): void {
    const word = this.#peek();
    if (word.text === END) return;
    if (word.text === ')') throw new ConditionError('this `)` closes nothing', word.offset);
    throw new ConditionError(`expected \`and\` or \`or\`, not \`${word.text}\``, word.offset);
  }

  #and(depth: number): Condition {
    return this.#list('and', () => this.#not(depth));
  }

  #list(kind: 'and' | 'or', part: () => Condition): Condition {
    const parts = [part()];
    while (this.#take(kind)) parts.push(part());
    return parts.length === 1 ? (parts[0] as Condition) : { kind, parts };
  }

  #not(depth: number): Condition {
    const { offset } = this.#peek();
    if (depth > DEEPEST) throw new ConditionError('too many nested `not` and `(`', offset);
    return this.#take('not') ? { kind: 'not', part: this.#not(depth + 1) } : this.#term(depth);
  }

  #term(depth: number): Condition {
    if (this.#take('(')) {
      const inner = this.or(depth + 1);
      if (!this.#take(')')) throw this.#unexpected('`)`');
      return inner;
    }
    const { text, offset } = this.#peek();
    if (this.#words[this.#next + 1]?.text === 'of') return this.#quantified();
    if (text === END || text === ')' || KEYWORDS.has(text)) {
      throw this.#unexpected('a search identifier');
    }
    this.#refuse();
    this.#next++;
    return { kind: 'identifier', name: text, offset };
  }

  #quantified(): Condition {
    const { text: quantity, offset } = this.#peek();
    if (quantity !== '1' && quantity !== 'all') {
      throw new ConditionError(`write \`1 of\` or \`all of\`, not \`${quantity} of\``, offset);
    }
    this.#next += 2;
    const pattern = this.#peek();
    if (pattern.text !== 'them' && (/^[()|]?$/.test(pattern.text) || KEYWORDS.has(pattern.text))) {
      throw this.#unexpected('`them` or a search identifier, with `*` for any characters');
    }
    this.#refuse();
    this.#next++;
    return { kind: 'of', quantity, pattern: pattern.text, offset: pattern.offset };
  }

  #peek(): Word {
    return this.#words[this.#next] ?? { text: END, offset: this.#length };
  }

  #take(text: string): boolean {
    this.#refuse();
    if (this.#peek().text !== text) return false;
    this.#next++;
    return true;
  }

  #refuse(): void {
    const { text, offset } = this.#peek();
    if (text === '|') {
      throw new ConditionError(
        'aggregations behind `|` are obsolete: write a correlation document instead',
        offset,
      );
    }
    const lower = text.toLowerCase();
    if (text !== lower && KEYWORDS.has(lower)) {
      throw new ConditionError(`keywords are lower-case: write \`${lower}\``, offset);
    }
  }

  #unexpected(wanted: string): ConditionError {
    const { text, offset } = this.#peek();
    const found = text === END ? 'the condition ends' : `there is \`${text}\``;
    return new ConditionError(`expected ${wanted}, but ${found}`, offset);
  }
}
