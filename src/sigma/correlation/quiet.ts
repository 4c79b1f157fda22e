import type { Deque } from '../../collections/deque.ts';
import type { Micros } from '../../types.ts';
import type { Group } from './group.ts';
import type { Occurrence } from './occurrences.ts';

/**
 * What further events of a group are of one occurrence, while they make no difference but that time goes on: the
 * condition can't hold after any of them, nor can a finding show them. Of most groups nearly all events are such, and
 * one look at what is kept with the occurrence tells: group, window, evidence and condition are left alone.
 */
export interface Quiet {
  /** Before this time, in whole seconds: small whole numbers stand in the object itself. */
  until: number;
  /** For so many events. */
  left: number;
  /** When the newest event was. */
  newest: Micros;
  /** Where each event's time is noted, if each counts. */
  times: Deque<Micros> | undefined;
}

const SECOND: Micros = 1_000_000;

/** Not quiet. */
export function notQuiet(): Quiet {
  return { until: 0, left: 0, newest: 0, times: undefined };
}

/** Whether the event at a time makes no difference: then it is noted. */
export function isQuiet(quiet: Quiet, time: Micros): boolean {
  if (time >= quiet.until * SECOND || time < quiet.newest || quiet.left <= 0) return false;
  quiet.left--;
  quiet.newest = time;
  quiet.times?.push(time);
  return true;
}

/** From the newest event of a group on, which is of this occurrence, so many more make no difference before a time. */
export function quieten(group: Group, occurrence: Occurrence, left: number, until: Micros): void {
  occurrence.until = Math.floor(until / SECOND);
  occurrence.left = left;
  occurrence.newest = group.seen;
  occurrence.times = group.window.times;
  group.quiet = occurrence;
}

/** Brings a group up to its newest event, from where on each makes a difference. */
export function wake(group: Group): void {
  const { quiet, window } = group;
  if (quiet === undefined) return;
  group.quiet = undefined;
  group.seen = quiet.newest;
  if (quiet.times === undefined) {
    window.insert({ time: quiet.newest, value: quiet.value, steps: [] });
  }
  quiet.until = 0;
  quiet.times = undefined;
}
