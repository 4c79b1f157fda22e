import type { Detector, Finding, Sighting, Witness } from '../../types.ts';
import type { RuleSet } from '../rule-set.ts';
import { type Correlation, createCorrelation } from './correlation.ts';
import { inOrderOfReference, pathsByBase } from './dependencies.ts';
import type { Holding } from './holding.ts';
import type { Happenings, Occurrence, Slots } from './occurrences.ts';
import { type CorrelationTaken, createPlans, valuesOf } from './plan.ts';
import { isQuiet, NOBODY } from './quiet.ts';
import { takenPacking } from './taken-packing.ts';
import { createTimeTold, type TimeTold } from './time-told.ts';

export type { CorrelationTaken } from './plan.ts';

/** What bounds correlations. */
export interface CorrelationLimits {
  /**
   * How much the windows of one rule may hold, in units of about 16 bytes: 1 for a time or a number, 8
   * for a distinct value, 16 for a group, 32 for an event kept as evidence. Past it, the group whose newest
   * event is the oldest is given up and counted. Evidence of counts has as much room again.
   */
  readonly windowEntries: number;
}

const NOTHING: readonly Finding[] = [];

/**
 * All correlations of a rule set as one detector (Sigma correlation rules specification 2.1.0), over
 * exact sliding windows in event time. A finding is given by the event that makes a condition hold.
 */
export function createCorrelations(
  rules: Pick<RuleSet, 'correlations'>,
  limits: CorrelationLimits,
): Detector<CorrelationTaken> {
  const ordered = inOrderOfReference(rules.correlations);
  const paths = pathsByBase(ordered);
  const slots: Slots = new Map(
    [...new Set([...paths.values()].flat())].map((path, slot) => [path, slot]),
  );
  let current: Sighting | undefined;
  let shown: readonly Witness[] | undefined;
  const witnesses = () => (shown ??= current === undefined ? [] : [current.witness()]);
  const happening = { rose: true, witnesses };
  const plans = createPlans({ ordered, paths, slots, happening });
  const correlations = ordered.map((rule, number) =>
    createCorrelation(rule, { number, slots, windowEntries: limits.windowEntries }),
  );
  const told = createTimeTold(correlations);
  const work: Work = { correlations, told, near: [], sum: 0 };
  return {
    rules: ordered.filter((rule) => rule.alerts).map((rule) => rule.info),
    take: plans.take,
    reads: plans.reads,
    approach: (all) => approach(work, all),
    observe(taken, sighting) {
      current = sighting;
      shown = undefined;
      told.reach(sighting.time);
      return observeAll(work, taken, sighting);
    },
    get evicted() {
      return correlations.reduce((sum, correlation) => sum + correlation.evicted, 0);
    },
    durable: {
      name: 'correlations',
      ...takenPacking({ wanted: paths, slots, retake: plans.retake }),
      memories: correlations.map(({ memory }, number) => ({
        ...memory,
        changes() {
          told.tell(number);
          return memory.changes();
        },
      })),
    },
  };
}

/** The correlations at work. */
interface Work {
  readonly correlations: readonly Correlation[];
  readonly told: TimeTold;
  /** What is needed next. */
  readonly near: Occurrence[];
  /** Nobody needs it, but it takes reading. */
  sum: number;
}

/** Reads what `isQuiet` will look at, of all: memory is slow, but it gives many things at once to who doesn't wait for each. */
function approach(work: Work, all: readonly CorrelationTaken[]): void {
  const { near } = work;
  near.length = 0;
  for (const { occurrences = NOBODY } of all) {
    for (let index = 0; index < occurrences.length; index++) {
      near.push(occurrences[index] as Occurrence);
    }
  }
  let sum = 0;
  for (let index = 0; index < near.length; index++) {
    const { until, newest, times } = near[index] as Occurrence;
    sum += until + newest;
    if (times !== undefined) sum += times.last ?? 0;
  }
  work.sum = sum;
}

/** As long as no correlation holds, all that decides is what was taken. */
function observeAll(work: Work, taken: CorrelationTaken, sighting: Sighting): readonly Finding[] {
  const occurrences = (taken.occurrences ??= occurrencesOf(work, taken));
  const { time } = sighting;
  const { turn } = work.told;
  for (let index = 0; index < occurrences.length; index++) {
    const occurrence = occurrences[index] as Occurrence;
    if (isQuiet(occurrence, time, turn)) continue;
    work.told.tell(occurrence.of);
    const correlation = work.correlations[occurrence.of] as Correlation;
    const holding = correlation.take(occurrence, sighting, turn);
    if (holding === undefined) continue;
    const others = occurrences.slice(index + 1).filter(({ of }) => of === occurrence.of);
    return observeRest(work, { taken, sighting, number: occurrence.of, others }, holding);
  }
  return NOTHING;
}

function occurrencesOf({ correlations }: Work, taken: CorrelationTaken): readonly Occurrence[] {
  const values = valuesOf(taken);
  const { concerned, happenings } = taken.plan;
  const occurrences = concerned.flatMap((number) =>
    (correlations[number] as Correlation).shared(values, happenings),
  );
  // Without the room that an array keeps for more.
  return occurrences.slice();
}

/** An event on which a correlation holds. */
interface Held {
  readonly taken: CorrelationTaken;
  readonly sighting: Sighting;
  /** The correlation's number. */
  readonly number: number;
  /** What else the event is of it. */
  readonly others: readonly Occurrence[];
}

/** From the first correlation that holds on: what is an event of others depends on it. */
function observeRest(work: Work, held: Held, first: Holding): readonly Finding[] {
  const { plan } = held.taken;
  const values = valuesOf(held.taken);
  let { happenings } = plan;
  let findings = NOTHING;
  for (const number of plan.concerned) {
    if (number < held.number) continue;
    const correlation = work.correlations[number] as Correlation;
    const isFirst = number === held.number;
    const occurrences = isFirst ? held.others : correlation.occurrencesOf(values, happenings);
    if (occurrences.length > 0) work.told.tell(number);
    const holdings = occurrences
      .map((occurrence) => correlation.take(occurrence, held.sighting, work.told.turn))
      .filter((holding) => holding !== undefined);
    if (isFirst) holdings.unshift(first);
    if (holdings.length === 0) continue;
    happenings = withHoldings(happenings, correlation, holdings);
    const risen = correlation.rule.alerts ? holdings.filter((holding) => holding.rose) : [];
    findings = [...findings, ...risen.map((holding) => holding.finding())];
  }
  return findings;
}

function withHoldings(
  happenings: Happenings,
  { rule }: Correlation,
  holdings: readonly Holding[],
): Happenings {
  return new Map(happenings).set(rule, {
    rose: holdings.some((holding) => holding.rose),
    witnesses: () => holdings.flatMap((holding) => holding.finding().witnesses),
  });
}
