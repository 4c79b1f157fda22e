import { Deque } from '../../collections/deque.ts';
import { RecencyMap } from '../../collections/recency-map.ts';
import type { Json, Micros } from '../../types.ts';
import { packTimes, unpackTimes } from './times.ts';
import { type GroupEvent, WEIGHT, type Window } from './window.ts';

/** `event_count`: the times of the latest events, no more than the condition can tell apart. */
export class EventCountWindow implements Window {
  readonly #highest: number;
  readonly times = new Deque<Micros>();

  constructor(highest: number) {
    this.#highest = highest;
  }

  get weight(): number {
    return this.times.size * WEIGHT.time;
  }

  get count(): number {
    return this.times.size;
  }

  get first(): Micros | undefined {
    return this.times.first;
  }

  expire(before: Micros): void {
    while ((this.times.first ?? before) < before) this.times.shift();
  }

  insert({ time }: GroupEvent): void {
    this.times.push(time);
    if (this.times.size > this.#highest) this.times.shift();
  }

  measure(): number {
    return this.times.size;
  }

  save(): Json {
    return packTimes(this.times.toArray());
  }

  load(saved: Json): void {
    for (const time of unpackTimes(saved)) this.times.push(time);
  }
}

/**
 * `value_count`: each distinct value with its latest time, no more than the condition can tell apart. Most groups
 * never have a second value, and the only one takes a tenth of the room of a map.
 */
export class ValueCountWindow implements Window {
  readonly #highest: number;
  #only: string | undefined;
  #time: Micros = 0;
  /** All values, from the second one on. */
  #latest: RecencyMap<Micros> | undefined;
  /** No value's time lies before it. */
  #oldest = Number.NEGATIVE_INFINITY;

  constructor(highest: number) {
    this.#highest = highest;
  }

  get weight(): number {
    return this.count * WEIGHT.text;
  }

  get count(): number {
    return this.#latest?.size ?? (this.#only === undefined ? 0 : 1);
  }

  get first(): Micros | undefined {
    if (this.#latest !== undefined) return this.#latest.oldest?.value;
    return this.#only === undefined ? undefined : this.#time;
  }

  expire(before: Micros): void {
    if (before <= this.#oldest) return;
    if (this.#latest !== undefined) this.#expireAll(this.#latest, before);
    else if (this.#time < before) this.#only = undefined;
  }

  #expireAll(latest: RecencyMap<Micros>, before: Micros): void {
    for (let { oldest } = latest; oldest !== undefined; { oldest } = latest) {
      this.#oldest = oldest.value;
      if (oldest.value >= before) break;
      latest.delete(oldest.key);
    }
    if (latest.size > 1) return;
    this.#latest = undefined;
    this.#only = latest.oldest?.key;
    this.#time = latest.oldest?.value ?? 0;
  }

  insert({ time, value }: GroupEvent): void {
    if (this.#latest !== undefined) this.#insert(this.#latest, value, time);
    else if (this.#only === undefined || this.#only === value) {
      this.#only = value;
      this.#time = time;
    } else {
      this.#latest = new RecencyMap();
      this.#latest.set(this.#only, this.#time);
      this.#insert(this.#latest, value, time);
    }
  }

  #insert(latest: RecencyMap<Micros>, value: string, time: Micros): void {
    latest.set(value, time);
    if (latest.size > this.#highest) latest.delete(latest.oldest?.key ?? '');
  }

  measure(): number {
    return this.count;
  }

  save(): Json {
    if (this.#latest === undefined)
      return this.#only === undefined ? [] : [[this.#only, this.#time]];
    return Array.from(this.#latest.entries(), ({ key, value }) => [key, value]);
  }

  load(saved: Json): void {
    for (const [value, time] of saved as readonly (readonly [string, Micros])[]) {
      this.insert({ time, value, steps: [] });
    }
  }
}
