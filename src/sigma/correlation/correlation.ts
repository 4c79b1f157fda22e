import type { Memory, Micros, Sighting } from '../../types.ts';
import type { CorrelationRule } from '../rule-set.ts';
import { compileBounds } from './condition.ts';
import { EvidencePool, LATEST, shownAt } from './evidence-pool.ts';
import type { Group } from './group.ts';
import { createGroups, type Groups } from './groups.ts';
import { groupsMemory } from './groups-memory.ts';
import { type Holding, holdingOf } from './holding.ts';
import { type Kind, kindOf } from './kinds.ts';
import {
  createOccurrences,
  type Happenings,
  type Occurrence,
  type Slots,
  shareOccurrences,
  type Values,
} from './occurrences.ts';
import { catchUp, wake } from './quiet.ts';
import { createForget, createRest, slackOf } from './rest.ts';
import { type GroupEvent, WEIGHT, type Window } from './window.ts';

/** One correlation at work. */
export interface Correlation {
  readonly rule: CorrelationRule;
  /** What the event at hand is for its groups, given what was read of it and the rules that hold on it. */
  occurrencesOf(values: Values, happenings: Happenings): readonly Occurrence[];
  /** The same, shared by all events on which no more than base rules hold. */
  shared(values: Values, happenings: Happenings): readonly Occurrence[];
  /** Event time has come this far: groups that are too old are forgotten. */
  expire(time: Micros): void;
  /**
   * Takes the next event in event-time order into one of its groups; `undefined` where it doesn't hold after it. `turn`:
   * how often event time has gone back.
   */
  take(occurrence: Occurrence, sighting: Sighting, turn: number): Holding | undefined;
  readonly evicted: number;
  readonly memory: Memory;
}

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
    take(occurrence, sighting, turn) {
      if (kind.ordered && !begins(occurrence) && groups.get(occurrence.id) === undefined) {
        return undefined;
      }
      const group = groups.enter(occurrence, sighting.time);
      return group === undefined ? undefined : count(group, occurrence, { sighting, turn });
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
  const rest = createRest(rule, { kind, slack, meter: groups.meter });
  const forget = createForget(rule, kind);
  const isHeld = (window: Window, value: string): boolean =>
    window.count >= kind.lowest && holds(window.measure(value));
  return (
    group: Group,
    occurrence: Occurrence,
    { sighting, turn }: { readonly sighting: Sighting; readonly turn: number },
  ): Holding | undefined => {
    const { value } = occurrence;
    catchUp(group);
    const { window } = group;
    const time = Math.max(sighting.time, group.seen);
    forget(window, time);
    const latch = window.latchOf?.(value) ?? group;
    const before = latch.held && window.count > 0 && isHeld(window, value);
    const counted = window.count;
    insert(window, time, occurrence);
    groups.settle(group);
    keep(group, occurrence, time);
    group.seen = time;
    const held = isHeld(window, value);
    (window.latchOf?.(value) ?? group).held = held;
    if (!held) return rest(group, occurrence, { turn, isMore: window.count > counted });
    // Others may count each event on which it holds.
    wake(group);
    const since = time - timespan - slack;
    return holdingOf(rule, group, sighting, { rose: !before, value, since });
  };
}

/** Keeps what shows an event that was just counted, where a finding may show it. */
function evidenceKeeper(kind: Kind, pool: EvidencePool, slack: Micros) {
  return ({ window, shelf }: Group, occurrence: Occurrence, time: Micros): void => {
    // An event counted earlier than that can't be among the latest when the condition holds.
    if (window.count <= kind.lowest - LATEST || window.witnesses !== undefined) return;
    if (kind.distinct && shownAt(shelf, occurrence.value) > time - slack) return;
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
