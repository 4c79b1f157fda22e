import type { Finding, Memory, Micros, Sighting, Witness } from '../../types.ts';
import type { CorrelationRule } from '../rule-set.ts';
import { compileBounds } from './condition.ts';
import { EvidencePool, isShown, LATEST, witnessesSince } from './evidence-pool.ts';
import type { Group } from './group.ts';
import { createGroups, type Groups } from './groups.ts';
import { groupsMemory } from './groups-memory.ts';
import { type Kind, kindOf } from './kinds.ts';
import { measuredText } from './measured.ts';
import {
  createOccurrences,
  type Happenings,
  type Occurrence,
  type Slots,
  shareOccurrences,
  type Values,
} from './occurrences.ts';
import { quieten, wake } from './quiet.ts';
import { type GroupEvent, WEIGHT, type Window } from './window.ts';

/** That a correlation holds, for one group, after the event at hand. */
export interface Holding {
  /** False when it held already after the group's event before, and still did right before this one. */
  readonly rose: boolean;
  /** To be asked for before the next event. */
  finding(): Finding;
}

/** One correlation at work. */
export interface Correlation {
  readonly rule: CorrelationRule;
  /** What the event at hand is for its groups, given what was read of it and the rules that hold on it. */
  occurrencesOf(values: Values, happenings: Happenings): readonly Occurrence[];
  /** The same, shared by all events on which no more than base rules hold. */
  shared(values: Values, happenings: Happenings): readonly Occurrence[];
  /** Event time has come this far: groups that are too old are forgotten. */
  expire(time: Micros): void;
  /** Takes the next event in event-time order into one of its groups; `undefined` where it doesn't hold after it. */
  take(occurrence: Occurrence, sighting: Sighting): Holding | undefined;
  readonly evicted: number;
  readonly memory: Memory;
}

const MINUTE: Micros = 60_000_000;

/** What a correlation is made for. */
export interface CorrelationOptions {
  /** Its number among all. */
  readonly number: number;
  readonly slots: Slots;
  readonly windowEntries: number;
}

/**
 * Builds a correlation. After each event of a group, the condition is put to the group's events no
 * older than `timespan`, both ends included. An event that comes behind the group's newest is taken to
 * come with it; farther behind than the timespan, it is left out: one stray event must not empty a window.
 */
export function createCorrelation(
  rule: CorrelationRule,
  { number, slots, windowEntries }: CorrelationOptions,
): Correlation {
  const { timespan } = rule;
  const parts = partsOf(rule, windowEntries);
  const { kind, groups } = parts;
  const count = createCount(rule, parts);
  const occurrencesOf = createOccurrences(rule, number, { kind, slots });
  const share = shareOccurrences();
  return {
    rule,
    occurrencesOf,
    shared: (values, happenings) => share(occurrencesOf(values, happenings)),
    expire: (time) => groups.expire(time - timespan),
    take(occurrence, sighting) {
      if (kind.ordered && !begins(occurrence) && groups.get(occurrence.id) === undefined) {
        return undefined;
      }
      const group = groups.enter(occurrence, sighting.time);
      return group === undefined ? undefined : count(group, sighting, occurrence);
    },
    get evicted() {
      return groups.evicted;
    },
    memory: groupsMemory(`correlation/${rule.info.id}/${rule.version}`, parts),
  };
}

/** What a correlation works with. */
interface Parts {
  readonly kind: Kind;
  readonly groups: Groups;
  readonly pool: EvidencePool;
  /** How much older than its latest the event may be that shows a value. */
  readonly slack: Micros;
}

function partsOf(rule: CorrelationRule, windowEntries: number): Parts {
  const { timespan } = rule;
  const kind = kindOf(rule);
  const pool = new EvidencePool(Math.floor(windowEntries / WEIGHT.evidence));
  const groups = createGroups({
    kind,
    timespan,
    limit: windowEntries,
    onLeave: ({ shelf }) => pool.clear(shelf),
  });
  return { kind, groups, pool, slack: kind.distinct ? slackOf(rule) : 0 };
}

/** Counts an event of a group, and puts the condition to it. */
function createCount(rule: CorrelationRule, parts: Parts) {
  const { kind, groups, pool, slack } = parts;
  const { timespan } = rule;
  const holds = compileBounds(rule.condition.bounds);
  const keep = evidenceKeeper(kind, pool, slack);
  const rest = createRest(rule, parts);
  const forget = createForget(rule, kind);
  const isHeld = (window: Window, value: string): boolean =>
    window.count >= kind.lowest && holds(window.measure(value));
  return (group: Group, sighting: Sighting, occurrence: Occurrence): Holding | undefined => {
    const { value } = occurrence;
    wake(group);
    const { window } = group;
    const time = Math.max(sighting.time, group.seen);
    forget(window, time);
    const latch = window.latchOf?.(value) ?? group;
    const before = latch.held && window.count > 0 && isHeld(window, value);
    insert(window, time, occurrence);
    groups.settle(group);
    keep(group, occurrence, time);
    group.seen = time;
    const held = isHeld(window, value);
    (window.latchOf?.(value) ?? group).held = held;
    if (!held) return rest(group, occurrence);
    const since = time - timespan - slack;
    return holdingOf(rule, group, sighting, { rose: !before, value, since });
  };
}

/** How many parts a timespan has for what need not be known exactly. */
const PARTS = 8;

/** Lets a group be quiet where events like the one that was counted last make no difference for a while. */
function createRest({ rules, timespan }: CorrelationRule, { kind, slack, groups }: Parts) {
  const { meter } = groups;
  const untilOf = ({ seen, shelf }: Group): Micros => {
    if (!kind.distinct) return partBegun(seen, timespan) + timespan / PARTS;
    // Where a single event is no evidence yet, there is none that could be too old.
    return kind.lowest > LATEST ? seen + timespan : shelf.time + slack;
  };
  return (group: Group, occurrence: Occurrence): undefined => {
    const left = isAlone(rules) ? kind.rest(group.window) : 0;
    if (left <= 0) return;
    const until = untilOf(group);
    if (until > group.seen) quieten(group, occurrence, { left, until, meter });
  };
}

/**
 * Makes a window forget what is too old. Where each event counts, as long as none makes a difference, it does so at the
 * beginnings of parts of event time only: what it weighs must not depend on whether it was quiet.
 */
function createForget({ rules, timespan }: CorrelationRule, kind: Kind) {
  const mayWait = !kind.distinct && isAlone(rules);
  return (window: Window, time: Micros): void => {
    if (mayWait && kind.rest(window) > 0) window.expire(partBegun(time, timespan) - timespan);
    else window.expire(time - timespan);
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

/** A value that comes over and over is shown by an event that may be so much older than its latest. */
function slackOf({ timespan }: CorrelationRule): Micros {
  return timespan >= MINUTE ? timespan / PARTS : 0;
}

/** Keeps what shows an event that was just counted, where a finding may show it. */
function evidenceKeeper(kind: Kind, pool: EvidencePool, slack: Micros) {
  return ({ window, shelf }: Group, occurrence: Occurrence, time: Micros): void => {
    // An event counted earlier than that can't be among the latest when the condition holds.
    if (window.count <= kind.lowest - LATEST || window.witnesses !== undefined) return;
    if (kind.distinct && isShown(shelf, occurrence.value, time - slack)) return;
    const shown = occurrence.steps[0]?.witnesses() ?? [];
    pool.add(shelf, time, shown, kind.distinct ? occurrence.value : undefined);
  };
}

/** Whether an event is one of the first rule. */
function begins({ steps }: Occurrence): boolean {
  return steps.some(({ position }) => position === 0);
}

/** One object for all events: windows take of it what they need. */
const entering: { -readonly [K in keyof GroupEvent]: GroupEvent[K] } = {
  time: 0,
  value: '',
  steps: [],
};

function insert(window: Window, time: Micros, { value, steps }: Occurrence): void {
  entering.time = time;
  entering.value = value;
  entering.steps = steps;
  window.insert(entering);
}

/** A function of its own, so that events on which nothing holds make no closures. */
function holdingOf(
  rule: CorrelationRule,
  group: Group,
  sighting: Sighting,
  {
    rose,
    value,
    since,
  }: { readonly rose: boolean; readonly value: string; readonly since: Micros },
): Holding {
  const { window, shelf } = group;
  const witnesses = () => window.witnesses?.() ?? witnessesSince(shelf, since);
  return { rose, finding: () => findingOf(rule, group, sighting.witness(), value, witnesses()) };
}

function findingOf(
  rule: CorrelationRule,
  group: Group,
  witness: Witness,
  value: string,
  candidates: readonly Witness[],
): Finding {
  const { window, newest, key } = group;
  const witnesses = latestOf([...candidates, witness]);
  const { time } = witness;
  return {
    rule: rule.info,
    time,
    key,
    count: window.witnesses === undefined ? window.count : witnesses.length,
    firstSeen: Math.min(time, window.first ?? time, witnesses[0]?.time ?? time),
    lastSeen: newest,
    witnesses,
    measured: measuredText(rule, window.measure(value) ?? 0, window.count),
  };
}

/** The latest ten, each event once, in event order. */
function latestOf(witnesses: readonly Witness[]): Witness[] {
  const distinct = new Map(witnesses.map((witness) => [witness.digest, witness]));
  return [...distinct.values()]
    .sort((a, b) => a.time - b.time || (a.digest < b.digest ? -1 : 1))
    .slice(-LATEST);
}
