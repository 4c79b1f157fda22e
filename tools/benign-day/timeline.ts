import type { Micros } from '../../src/types.ts';
import { MINUTE } from '../samples/cluster.ts';
import type { Line } from '../samples/event.ts';

/** What happens when, and what is written of it; a minute at a time, so that a day needs little memory. */
export interface Timeline {
  /** Something that happens at a time; what lies before the present happens now. */
  at(time: Micros, action: (time: Micros) => void): void;
  /** Something that happens again and again from then on, until it returns `false`. */
  every(period: Micros, from: Micros, action: (time: Micros) => unknown): void;
  /** Lines to write at their times, which may lie ahead. */
  write(lines: readonly Line[]): void;
  /** The lines from `from` to `to`, in the order of their times, a minute's at a time. */
  run(from: Micros, to: Micros): Generator<string[]>;
}

interface Action {
  readonly time: Micros;
  readonly act: (time: Micros) => void;
}

export function createTimeline(): Timeline {
  const actions = new Map<number, Action[]>();
  const lines = new Map<number, Line[]>();
  let present = 0;
  const minuteOf = (time: Micros) => Math.max(present, Math.floor(time / MINUTE));
  const at: Timeline['at'] = (time, act) => add(actions, minuteOf(time), { time, act });
  return {
    at,
    every(period, from, action) {
      const again = (time: Micros) => {
        if (action(time) !== false) at(time + period, again);
      };
      at(from, again);
    },
    write(some) {
      for (const line of some) add(lines, minuteOf(line.time), line);
    },
    *run(from, to) {
      for (present = from / MINUTE; present < to / MINUTE; present++) {
        for (let due = take(actions, present); due.length > 0; due = take(actions, present)) {
          for (const { time, act } of due.sort((a, b) => a.time - b.time)) act(time);
        }
        const ready = take(lines, present).sort((a, b) => a.time - b.time);
        yield ready.map(({ text }) => text);
      }
    },
  };
}

function add<T>(map: Map<number, T[]>, key: number, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

function take<T>(map: Map<number, T[]>, key: number): T[] {
  const taken = map.get(key) ?? [];
  map.delete(key);
  return taken;
}
