import { Deque } from '../../collections/deque.ts';
import type { Json, Micros } from '../../types.ts';
import { ExactSum } from './exact-sum.ts';
import { RankedNumbers } from './ranked-numbers.ts';
import { packTimes, unpackTimes } from './times.ts';
import { type GroupEvent, WEIGHT, type Window } from './window.ts';

/** A measure over numbers that come and go. */
export interface Statistic {
  add(number: number): void;
  remove(number: number): void;
  /** The measure over all that are in; at least one is. */
  measure(count: number): number | undefined;
}

/** The sum. */
export function sum(): Statistic {
  const total = new ExactSum();
  return {
    add: (number) => total.add(number),
    remove: (number) => total.add(-number),
    measure: () => total.value,
  };
}

/** The arithmetic mean. */
export function average(): Statistic {
  const total = sum();
  return { ...total, measure: (count) => (total.measure(count) ?? 0) / count };
}

/** The nearest-rank percentile: the least number that at least `percent` of all don't exceed. */
export function percentile(percent: number): Statistic {
  const numbers = new RankedNumbers();
  return {
    add: (number) => numbers.add(number),
    remove: (number) => numbers.remove(number),
    measure: (count) => numbers.at(Math.max(1, Math.ceil((percent * count) / 100))),
  };
}

/** `value_sum`, `value_avg`, `value_percentile` with a percentile: every number with its time. */
export class NumbersWindow implements Window {
  readonly #statistic: Statistic;
  readonly #times = new Deque<Micros>();
  readonly #numbers = new Deque<number>();

  constructor(statistic: Statistic) {
    this.#statistic = statistic;
  }

  get weight(): number {
    return this.#times.size * 2 * WEIGHT.time;
  }

  get count(): number {
    return this.#times.size;
  }

  get first(): Micros | undefined {
    return this.#times.first;
  }

  expire(before: Micros): void {
    while ((this.#times.first ?? before) < before) {
      this.#times.shift();
      this.#statistic.remove(this.#numbers.shift() as number);
    }
  }

  insert({ time, value }: GroupEvent): void {
    this.#add(time, Number(value));
  }

  measure(): number | undefined {
    return this.count === 0 ? undefined : this.#statistic.measure(this.count);
  }

  save(): Json {
    return [packTimes(this.#times.toArray()), this.#numbers.toArray()];
  }

  load(saved: Json): void {
    const [times, numbers] = saved as readonly [Json, readonly number[]];
    for (const [index, time] of unpackTimes(times).entries()) {
      this.#add(time, numbers[index] as number);
    }
  }

  #add(time: Micros, number: number): void {
    this.#times.push(time);
    this.#numbers.push(number);
    this.#statistic.add(number);
  }
}
