import type { Finding, Memory, Micros, Witness } from '../../types.ts';
import type { CorrelationRule } from '../rule-set.ts';
import { compileBounds } from './condition.ts';
import { EvidencePool, LATEST, witnessesSince } from './evidence-pool.ts';
import { createGroups, type Group } from './groups.ts';
import { groupsMemory } from './groups-memory.ts';
import { kindOf } from './kinds.ts';
import { measuredText } from './measured.ts';
import {
  type CorrelationSighting,
  createOccurrences,
  type Happenings,
  type Occurrence,
  type Slots,
} from './occurrences.ts';
import { WEIGHT } from './window.ts';

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
  /** Takes the next event in event-time order, given the referenced rules that hold on it. */
  observe(sighting: CorrelationSighting, happenings: Happenings): Holding[];
  readonly evicted: number;
  readonly memory: Memory;
}

/**
 * Builds a correlation. After each event of a group, the condition is put to the group's events no
 * older than `timespan`, both ends included. An event that comes behind the group's newest is taken to
 * come with it; farther behind than the timespan, it is left out: one stray event must not empty a window.
 */
export function createCorrelation(
  rule: CorrelationRule,
  slots: Slots,
  windowEntries: number,
): Correlation {
  const { timespan } = rule;
  const kind = kindOf(rule);
  const holds = compileBounds(rule.condition.bounds);
  const occurrencesOf = createOccurrences(rule, kind, slots);
  const pool = new EvidencePool(Math.floor(windowEntries / WEIGHT.evidence));
  const groups = createGroups({
    kind,
    timespan,
    limit: windowEntries,
    onLeave: ({ shelf }) => pool.clear(shelf),
  });

  const insert = (group: Group, occurrence: Occurrence, time: Micros): void => {
    const { value, steps } = occurrence;
    groups.change(group, (window) => window.insert({ time, value, steps }));
    if (group.window.witnesses !== undefined) return;
    // An event counted earlier than that can't be among the latest when the condition holds.
    if (group.window.count <= kind.lowest - LATEST) return;
    const shown = steps[0]?.witnesses() ?? [];
    pool.add(group.shelf, time, shown, kind.distinct ? value : undefined);
  };

  const take = (sighting: CorrelationSighting, occurrence: Occurrence): Holding | undefined => {
    const { id, key, value } = occurrence;
    const group = groups.enter(id, key, sighting.time);
    if (group === undefined) return undefined;
    const { window } = group;
    const time = Math.max(sighting.time, group.newest);
    groups.change(group, () => window.expire(time - timespan));
    const latch = window.latchOf?.(value) ?? group;
    const before = latch.held && window.count > 0 && holds(window.measure(value));
    insert(group, occurrence, time);
    group.newest = time;
    const held = holds(window.measure(value));
    (window.latchOf?.(value) ?? group).held = held;
    if (!held) return undefined;
    const witnesses = () => window.witnesses?.() ?? witnessesSince(group.shelf, time - timespan);
    return { rose: !before, finding: () => findingOf(rule, group, sighting, value, witnesses()) };
  };

  return {
    rule,
    observe(sighting, happenings) {
      groups.expire(sighting.time - timespan);
      const occurrences = occurrencesOf(sighting, happenings);
      return occurrences.flatMap((occurrence) => take(sighting, occurrence) ?? []);
    },
    get evicted() {
      return groups.evicted;
    },
    memory: groupsMemory(`correlation/${rule.info.id}/${rule.version}`, { groups, kind, pool }),
  };
}

function findingOf(
  rule: CorrelationRule,
  group: Group,
  sighting: CorrelationSighting,
  value: string,
  candidates: readonly Witness[],
): Finding {
  const { window, newest, key } = group;
  const witnesses = latestOf([...candidates, sighting.witness]);
  const { time } = sighting;
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
