import type { Item } from './questions.ts';

/**
 * What is left to be known of a rule. Equal formulas of one `Formulas` are the same object, and `id` is
 * lower for what was made earlier.
 */
export interface Formula {
  readonly id: number;
  /** `yes` and `no` where nothing is left to be known. */
  readonly kind: 'yes' | 'no' | 'item' | 'not' | 'and' | 'or';
  /** The item of a formula that is one. */
  readonly item?: Item;
  readonly parts: readonly Formula[];
  /** The rank of the first question that it depends on; infinite where it depends on none. */
  readonly rank: number;
}

/** Makes formulas, simplified. */
export interface Formulas {
  item(item: Item): Formula;
  not(part: Formula): Formula;
  link(kind: 'and' | 'or', parts: readonly Formula[]): Formula;
  /** What is left when, of the items of its first question, just these hold. */
  assume(formula: Formula, held: ReadonlySet<Item>): Formula;
}

/** Bytes of a formula, and of each part in one. */
const WEIGHTS = { formula: 200, part: 16 } as const;

/** Formulas by what they consist of; see `Formula`. Tells how much room it takes. */
export function createFormulas(spend: (bytes: number) => void): Formulas {
  const known = new Map<string, Formula>();
  const make = (kind: Formula['kind'], parts: readonly Formula[], item?: Item): Formula => {
    const key = `${kind} ${item?.index ?? ''} ${parts.map(({ id }) => id).join(' ')}`;
    let formula = known.get(key);
    if (formula === undefined) {
      let rank = item?.rank ?? Number.POSITIVE_INFINITY;
      for (const part of parts) rank = Math.min(rank, part.rank);
      formula = { id: known.size, kind, parts, rank, ...(item && { item }) };
      known.set(key, formula);
      spend(WEIGHTS.formula + WEIGHTS.part * parts.length);
    }
    return formula;
  };
  const yes = make('yes', []);
  const no = make('no', []);
  const not = (part: Formula): Formula => {
    if (part.kind === 'not') return part.parts[0] as Formula;
    if (part === yes) return no;
    return part === no ? yes : make('not', [part]);
  };
  const link = (kind: 'and' | 'or', parts: readonly Formula[]): Formula => {
    const [neutral, final] = kind === 'and' ? [yes, no] : [no, yes];
    const left = new Set<Formula>();
    for (const part of parts) {
      for (const each of part.kind === kind ? part.parts : [part]) left.add(each);
    }
    if (left.has(final)) return final;
    left.delete(neutral);
    const [only = neutral] = left;
    return left.size < 2
      ? only
      : make(
          kind,
          [...left].sort((a, b) => a.id - b.id),
        );
  };
  const assume = (formula: Formula, held: ReadonlySet<Item>, rank: number): Formula => {
    const { item, kind, parts } = formula;
    if (formula.rank !== rank) return formula;
    if (item !== undefined) return held.has(item) ? yes : no;
    if (kind === 'not') return not(assume(parts[0] as Formula, held, rank));
    const final = kind === 'and' ? no : yes;
    const left: Formula[] = [];
    for (const part of parts) {
      const one = assume(part, held, rank);
      // Most rules are about something else: the first part tells.
      if (one === final) return final;
      left.push(one);
    }
    return link(kind as 'and' | 'or', left);
  };
  return {
    item: (item) => make('item', [], item),
    not,
    link,
    assume: (formula, held) => assume(formula, held, formula.rank),
  };
}
