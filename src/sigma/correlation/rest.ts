import type { Micros } from '../../types.ts';
import type { CorrelationRule } from '../rule-set.ts';
import { LATEST, shownAt } from './evidence-pool.ts';
import type { Group } from './group.ts';
import type { Kind } from './kinds.ts';
import type { Occurrence } from './occurrences.ts';
import { type Meter, quieten, wake } from './quiet.ts';
import type { Window } from './window.ts';

/** How many parts a timespan has for what need not be known exactly. */
const PARTS = 8;

const MINUTE: Micros = 60_000_000;

/** A value that comes over and over is shown by an event that may be so much older than its latest. */
export function slackOf({ timespan }: CorrelationRule): Micros {
  return timespan >= MINUTE ? timespan / PARTS : 0;
}

/** What decides how long events make no difference. */
export interface RestOptions {
  readonly kind: Kind;
  /** See `slackOf`. */
  readonly slack: Micros;
  readonly meter: Meter;
}

/** How an event came to be looked at. */
export interface Looked {
  /** How often event time has gone back. */
  readonly turn: number;
  /** It brought one more value than the group had. */
  readonly isMore: boolean;
}

/** Lets a group be quiet where events like the one that was counted last make no difference for a while. */
export function createRest({ rules, timespan }: CorrelationRule, options: RestOptions) {
  const { kind, slack, meter } = options;
  const mayRest = isAlone(rules);
  const silent = kind.lowest - LATEST;
  const untilOf = ({ seen, shelf, window }: Group, { value }: Occurrence): Micros => {
    if (!kind.distinct) return partBegun(seen, timespan) + timespan / PARTS;
    // As long as so few values show nothing yet, no event that shows one can be too old.
    const shown = window.count <= silent ? seen + timespan : shownAt(shelf, value) + slack;
    // Only a look makes a window forget, and what it holds must not weigh longer than it counts.
    return Math.min(shown, (window.first ?? seen) + timespan);
  };
  return (group: Group, occurrence: Occurrence, { turn, isMore }: Looked): undefined => {
    const left = mayRest ? kind.rest(group.window) : 0;
    // Where each event counts, what was quiet has not counted this one.
    const isAnother = left <= 0 || !kind.distinct;
    const beginsToShow = isMore && group.window.count === silent + 1;
    if (isAnother || beginsToShow) wake(group);
    if (left <= 0) return;
    const until = untilOf(group, occurrence);
    if (until > group.seen) quieten(group, occurrence, { left, until, turn, meter });
  };
}

/**
 * Makes a window forget what is too old. Where each event counts, as long as none makes a difference, it does so at the
 * beginnings of parts of event time only: what it weighs must not depend on whether it was quiet.
 */
export function createForget({ rules, timespan }: CorrelationRule, kind: Kind) {
  const mayWait = !kind.distinct && isAlone(rules);
  return (window: Window, time: Micros): void => {
    const isWaiting = mayWait && kind.rest(window) > 0;
    window.expire((isWaiting ? partBegun(time, timespan) : time) - timespan);
  };
}

/** When the part of event time began that a time is in. */
function partBegun(time: Micros, timespan: Micros): Micros {
  const part = timespan / PARTS;
  return Math.floor(time / part) * part;
}

/** What another correlation hands on is another occurrence each time, and can't be quiet. */
function isAlone(rules: CorrelationRule['rules']): boolean {
  return rules.every(({ kind }) => kind === 'detection');
}
