import type { Micros } from '../../types.ts';

/** Event time, of which a correlation need not hear before it is asked something. */
export interface TimeTold {
  /** An event is at hand. */
  reach(time: Micros): void;
  /** Tells a correlation, by its number, of the event at hand, once. */
  tell(number: number): void;
  /** How often it has gone back. */
  readonly turn: number;
}

/**
 * Has correlations told of event time as if each heard of every event, and most events cost nothing: what
 * is too old at one time is too old at all later ones. Before time goes back, all of them are told.
 */
export function createTimeTold(told: readonly { expire(time: Micros): void }[]): TimeTold {
  const latest = told.map(() => 0);
  let now = Number.NEGATIVE_INFINITY;
  let events = 0;
  let turn = 0;
  const tell = (number: number) => {
    if (latest[number] === events) return;
    latest[number] = events;
    told[number]?.expire(now);
  };
  return {
    reach(time) {
      if (time < now) {
        for (const number of told.keys()) tell(number);
        turn++;
      }
      now = time;
      events++;
    },
    tell,
    get turn() {
      return turn;
    },
  };
}
