import { Deque } from '../../collections/deque.ts';
import { RecencyMap } from '../../collections/recency-map.ts';
import type { Json, Micros } from '../../types.ts';
import { packTimes, unpackTimes } from './times.ts';
import { type GroupEvent, WEIGHT, type Window } from './window.ts';

/** `event_count`: the times of the latest events, no more than the condition can tell apart. */
export class EventCountWindow implements Window {
  readonly #highest: number;
  readonly #times = new Deque<Micros>();

  constructor(highest: number) {
    this.#highest = highest;
  }

  get weight(): number {
    return this.#times.size * WEIGHT.time;
  }

  get count(): number {
    return this.#times.size;
  }

  get first(): Micros | undefined {
    return this.#times.first;
  }

  expire(before: Micros): void {
    while ((this.#times.first ?? before) < before) this.#times.shift();
  }

  insert({ time }: GroupEvent): void {
    this.#times.push(time);
    if (this.#times.size > this.#highest) this.#times.shift();
  }

  measure(): number {
    return this.#times.size;
  }

  save(): Json {
    return packTimes(this.#times.toArray());
  }

  load(saved: Json): void {
    for (const time of unpackTimes(saved)) this.#times.push(time);
  }
}

/** `value_count`: each distinct value with its latest time, no more than the condition can tell apart. */
export class ValueCountWindow implements Window {
  readonly #highest: number;
  readonly #latest = new RecencyMap<Micros>();
  /** No value's time lies before it. */
  #oldest = Number.NEGATIVE_INFINITY;

  constructor(highest: number) {
    this.#highest = highest;
  }

  get weight(): number {
    return this.#latest.size * WEIGHT.text;
  }

  get count(): number {
    return this.#latest.size;
  }

  get first(): Micros | undefined {
    return this.#latest.oldest?.value;
  }

  expire(before: Micros): void {
    if (before <= this.#oldest) return;
    for (let oldest = this.#latest.oldest; oldest !== undefined; oldest = this.#latest.oldest) {
      this.#oldest = oldest.value;
      if (oldest.value >= before) return;
      this.#latest.delete(oldest.key);
    }
  }

  insert({ time, value }: GroupEvent): void {
    this.#latest.set(value, time);
    if (this.#latest.size > this.#highest) this.#latest.delete(this.#latest.oldest?.key ?? '');
  }

  measure(): number {
    return this.#latest.size;
  }

  save(): Json {
    return Array.from(this.#latest.entries(), ({ key, value }) => [key, value]);
  }

  load(saved: Json): void {
    for (const [value, time] of saved as readonly (readonly [string, Micros])[]) {
      this.#latest.set(value, time);
    }
  }
}
