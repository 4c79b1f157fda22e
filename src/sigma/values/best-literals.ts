/** Shorter ones are in too many texts to be worth looking for. */
const SHORTEST = 3;
/** More of them are hardly looked for faster than the expression itself. */
export const MOST = 64;

/** Texts of which one at least must be there. */
export type Literals = readonly string[];

/** Whether looking for them is worth it. */
export function isWorth(literals: Literals | undefined): literals is Literals {
  return literals !== undefined && literals.length <= MOST && shortest(literals) >= SHORTEST;
}

function shortest(literals: Literals): number {
  return Math.min(...literals.map(({ length }) => length));
}

/** The best literals of a sequence, which is read from left to right. */
export class BestLiterals {
  #found: Literals | undefined;
  /** All that may stand right before. */
  #run: Literals = [''];

  get found(): Literals | undefined {
    this.#offer(this.#run);
    return this.#found;
  }

  /** One of these texts follows. */
  extend(texts: Literals): void {
    if (this.#run.length * texts.length <= MOST) this.#run = joined(this.#run, texts);
    else {
      this.#offer(this.#run);
      this.#run = texts;
    }
  }

  /** Something follows that has one of `literals`; or one of `first`, and then something else. */
  interrupt(literals: Literals | undefined, first: Literals = ['']): void {
    this.#offer(this.#run.length * first.length > MOST ? this.#run : joined(this.#run, first));
    this.#offer(literals);
    this.#run = [''];
  }

  #offer(literals: Literals | undefined): void {
    if (literals === undefined || literals.length > MOST) return;
    if (this.#found === undefined || shortest(literals) > shortest(this.#found)) {
      this.#found = literals;
    }
  }
}

function joined(texts: Literals, more: Literals): Literals {
  return texts.flatMap((text) => more.map((next) => text + next));
}
