import type { Deque } from '../../collections/deque.ts';
import type { Micros } from '../../types.ts';
import type { Group } from './group.ts';
import type { Occurrence } from './occurrences.ts';
import { WEIGHT } from './window.ts';

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
  /** Where each event's time is noted, if each counts, and what it weighs with all others. */
  times: Deque<Micros> | undefined;
  meter: Meter | undefined;
}

/** What the groups of a correlation weigh together; see `WEIGHT`. */
export interface Meter {
  weight: number;
  /** Beyond that, some are given up. */
  readonly limit: number;
}

const SECOND: Micros = 1_000_000;

/** Not quiet. */
export function notQuiet(): Quiet {
  return { until: 0, left: 0, newest: 0, times: undefined, meter: undefined };
}

/** Whether the event at a time makes no difference: then it is noted. */
export function isQuiet(quiet: Quiet, time: Micros): boolean {
  if (time >= quiet.until * SECOND || time < quiet.newest || quiet.left <= 0) return false;
  const { times, meter } = quiet;
  if (times !== undefined && meter !== undefined) {
    if (meter.weight >= meter.limit) return false;
    meter.weight += WEIGHT.time;
    times.push(time);
  }
  quiet.left--;
  quiet.newest = time;
  return true;
}

/** From now on, each event makes a difference again. */
export function endQuiet(quiet: Quiet): void {
  quiet.until = 0;
}

/** For how long events make no difference. */
export interface Rest {
  readonly left: number;
  readonly until: Micros;
  readonly meter: Meter;
}

/** From the newest event of a group on, which is of this occurrence, more of them make no difference for a while. */
export function quieten(group: Group, occurrence: Occurrence, { left, until, meter }: Rest): void {
  occurrence.until = Math.floor(until / SECOND);
  occurrence.left = left;
  occurrence.newest = group.seen;
  occurrence.times = group.window.times;
  occurrence.meter = meter;
  group.quiet = occurrence;
  group.shelf.quiet = occurrence;
}

/** Brings a group up to its newest event, from where on each makes a difference. */
export function wake(group: Group): void {
  const { quiet, window } = group;
  if (quiet === undefined) return;
  group.quiet = undefined;
  group.seen = quiet.newest;
  // Either it has the times, and they were weighed, or the one value comes later than it knows.
  if (quiet.times !== undefined) group.weighed = window.weight;
  else window.insert({ time: quiet.newest, value: quiet.value, steps: [] });
  group.shelf.quiet = undefined;
  endQuiet(quiet);
  quiet.times = undefined;
}
