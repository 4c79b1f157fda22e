/** How many minutes a usual rate reaches back, unless the learning period is longer: a day. */
const MEMORY = 1440;

/**
 * The usual number of requests in a minute: mean and standard deviation. In the learning period every
 * minute counts alike; after it, weights fade exponentially, by a factor of e in a day.
 */
export class Baseline {
  readonly #learning: number;
  #minutes: number;
  #mean: number;
  #meanOfSquares: number;

  /**
   * `learning`: how many minutes it takes until the baseline is worth comparing with. `state`: what
   * another one knew.
   */
  constructor(learning: number, state: readonly [number, number, number] = [0, 0, 0]) {
    this.#learning = learning;
    [this.#minutes, this.#mean, this.#meanOfSquares] = state;
  }

  /** All it knows. */
  get state(): readonly [minutes: number, mean: number, meanOfSquares: number] {
    return [this.#minutes, this.#mean, this.#meanOfSquares];
  }

  /** Whether the learning period is over. */
  get learned(): boolean {
    return this.#minutes >= this.#learning;
  }

  get mean(): number {
    return this.#mean;
  }

  get deviation(): number {
    return Math.sqrt(Math.max(0, this.#meanOfSquares - this.#mean ** 2));
  }

  /** Takes in one minute's number of requests. */
  learn(requests: number): void {
    const weight = this.learned ? 1 / Math.max(MEMORY, this.#learning) : 1 / (this.#minutes + 1);
    this.#mean += weight * (requests - this.#mean);
    this.#meanOfSquares += weight * (requests ** 2 - this.#meanOfSquares);
    this.#minutes++;
  }

  /** Takes in minutes without a request, any number of them at once. */
  idle(minutes: number): void {
    const early = Math.min(minutes, Math.max(0, this.#learning - this.#minutes));
    this.#shrink(early === 0 ? 1 : this.#minutes / (this.#minutes + early));
    this.#shrink((1 - 1 / Math.max(MEMORY, this.#learning)) ** (minutes - early));
    this.#minutes += minutes;
  }

  #shrink(factor: number): void {
    this.#mean *= factor;
    this.#meanOfSquares *= factor;
  }
}
