import type { Finding, Micros, Sighting, Witness } from '../../types.ts';
import type { CorrelationRule } from '../rule-set.ts';
import { LATEST, witnessesSince } from './evidence-pool.ts';
import type { Group } from './group.ts';
import { measuredText } from './measured.ts';

/** That a correlation holds, for one group, after the event at hand. */
export interface Holding {
  /** False when it held already after the group's event before, and still did right before this one. */
  readonly rose: boolean;
  /** To be asked for before the next event. */
  finding(): Finding;
}

/** That it does; `since`: no earlier event shows it. A function of its own, so that others make no closures. */
export function holdingOf(
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
