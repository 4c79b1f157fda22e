import { Deque } from '../../collections/deque.ts';
import type { Json, Micros } from '../../types.ts';
import { packTimes, unpackTimes } from './times.ts';
import { type GroupEvent, WEIGHT, type Window } from './window.ts';

interface Cell {
  events: number;
  held: boolean;
}

/** `value_percentile` without a percentile: what part of the events has the event's own value. */
export class ShareWindow implements Window {
  readonly #times = new Deque<Micros>();
  readonly #values = new Deque<string>();
  readonly #cells = new Map<string, Cell>();

  get weight(): number {
    return this.#times.size * 2 * WEIGHT.time + this.#cells.size * WEIGHT.text;
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
      const value = this.#values.shift() as string;
      const cell = this.#cells.get(value) as Cell;
      cell.events--;
      if (cell.events === 0) this.#cells.delete(value);
    }
  }

  insert({ time, value }: GroupEvent): void {
    this.#add(time, value);
  }

  save(): Json {
    const held = Array.from(this.#cells).flatMap(([value, cell]) => (cell.held ? [value] : []));
    return [packTimes(this.#times.toArray()), this.#values.toArray(), held];
  }

  load(saved: Json): void {
    const [times, values, held] = saved as readonly [Json, readonly string[], readonly string[]];
    for (const [index, time] of unpackTimes(times).entries()) {
      this.#add(time, values[index] as string);
    }
    for (const value of held) (this.#cells.get(value) as Cell).held = true;
  }

  #add(time: Micros, value: string): void {
    this.#times.push(time);
    this.#values.push(value);
    const cell = this.#cells.get(value);
    if (cell === undefined) this.#cells.set(value, { events: 1, held: false });
    else cell.events++;
  }

  /** In percent. */
  measure(value: string): number | undefined {
    const cell = this.#cells.get(value);
    return cell === undefined ? undefined : (cell.events * 100) / this.count;
  }

  latchOf(value: string): Cell | undefined {
    return this.#cells.get(value);
  }
}
