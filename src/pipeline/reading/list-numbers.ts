import type { DetectionRule } from '../../sigma/rule-set.ts';

/** So many bits tell lists apart. */
export const LIST_BITS = 12;
const MOST = 2 ** LIST_BITS;

/** Numbers lists of rules in the order in which they come. */
export class ListNumbers {
  readonly #places: ReadonlyMap<DetectionRule, number>;
  readonly #numbers = new Map<readonly DetectionRule[], number>();
  #news: number[][] = [];

  constructor(rules: readonly DetectionRule[]) {
    this.#places = new Map(rules.map((rule, place) => [rule, place]));
  }

  /** Whether further ones have larger numbers than there should be. */
  get full(): boolean {
    return this.#numbers.size >= MOST;
  }

  /** The number of a list, a new one if need be. */
  of(list: readonly DetectionRule[]): number {
    const known = this.#numbers.get(list);
    if (known !== undefined) return known;
    this.#news.push(list.map((rule) => this.#places.get(rule) as number));
    const number = this.#numbers.size;
    this.#numbers.set(list, number);
    return number;
  }

  /** Lists that came since this was asked last, each as the places of its rules among all. */
  takeNews(): number[][] {
    const news = this.#news;
    this.#news = [];
    return news;
  }

  /** Begins with the first number again. */
  clear(): void {
    this.#numbers.clear();
  }
}
