import type { Deque } from '../../collections/deque.ts';
import type { Micros } from '../../types.ts';
import type { Group } from './group.ts';
import type { Occurrence } from './occurrences.ts';
import { WEIGHT } from './window.ts';

/**
 * What further events of a group are of one occurrence, while they make no difference but that time goes on: the
 * condition can't hold after any of them, nor can a finding show them. Of most groups nearly all events are such, and
 * one look at what is kept with the occurrence tells: group, window, evidence and condition are left alone.
 * Several occurrences of a group may be quiet at once where values are counted and each of them is known already.
 */
export interface Quiet {
  /** Before this time, in whole seconds: small whole numbers stand in the object itself. */
  until: number;
  /** For so many events. */
  left: number;
  /** Only until event time goes back: how often it had when this began. */
  turn: number;
  /** When the newest event was; no event of the group was later then. */
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
/** The most of a group that are quiet at once. */
const MOST = 16;
/** Of a group of which nothing is quiet. */
export const NOBODY: Occurrence[] = [];

/** Not quiet. */
export function notQuiet(): Quiet {
  return { until: 0, left: 0, turn: 0, newest: 0, times: undefined, meter: undefined };
}

/** Whether the event at a time makes no difference: then it is noted. `turn`: how often event time has gone back. */
export function isQuiet(quiet: Quiet, time: Micros, turn: number): boolean {
  if (time >= quiet.until * SECOND || time < quiet.newest) return false;
  if (quiet.turn !== turn || quiet.left <= 0) return false;
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
  readonly turn: number;
  readonly meter: Meter;
}

/** From the newest event of a group on, which is of this occurrence, more of them make no difference for a while. */
export function quieten(group: Group, occurrence: Occurrence, rest: Rest): void {
  const { left, until, turn, meter } = rest;
  occurrence.until = Math.floor(until / SECOND);
  occurrence.left = left;
  occurrence.turn = turn;
  occurrence.newest = group.seen;
  occurrence.times = group.window.times;
  occurrence.meter = meter;
  if (group.quiet.includes(occurrence)) return;
  if (group.quiet.length >= MOST) wake(group);
  group.quiet = [...group.quiet, occurrence];
  group.shelf.quiet = group.quiet;
}

/** Brings a group up to its newest event. */
export function catchUp(group: Group): void {
  const { quiet, window, seen } = group;
  // The window wants times in order.
  if (quiet.length > 1) quiet.sort((a, b) => a.newest - b.newest);
  for (const { newest, value, times } of quiet) {
    if (newest < seen) continue;
    group.seen = newest;
    // Either it has the times, and they were weighed, or a value comes later than it knows.
    if (times !== undefined) group.weighed = window.weight;
    else window.insert({ time: newest, value, steps: [] });
  }
}

/** The same, and from there on each event makes a difference. */
export function wake(group: Group): void {
  if (group.quiet.length === 0) return;
  catchUp(group);
  for (const occurrence of group.quiet) {
    endQuiet(occurrence);
    occurrence.times = undefined;
  }
  group.quiet = NOBODY;
  group.shelf.quiet = NOBODY;
}
