import type { Detector, Finding, Sighting, Witness } from '../../types.ts';
import type { RuleSet } from '../rule-set.ts';
import { type Correlation, createCorrelation } from './correlation.ts';
import { inOrderOfReference, pathsByBase } from './dependencies.ts';
import type { Happenings, Slots, Values } from './occurrences.ts';
import { type CorrelationTaken, createPlans, valuesOf } from './plan.ts';
import { takenPacking } from './taken-packing.ts';
import { createTimeTold, type TimeTold } from './time-told.ts';

export type { CorrelationTaken } from './plan.ts';

/** What bounds correlations. */
export interface CorrelationLimits {
  /**
   * How much the windows of one rule may hold, in units of about 16 bytes: 1 for a time or a number, 8
   * for a distinct value, 16 for a group, 32 for an event kept as evidence. Past it, the group touched
   * least recently is given up and counted. Evidence of counts has as much room again.
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
  const correlations = ordered.map((rule) => createCorrelation(rule, slots, limits.windowEntries));
  const told = createTimeTold(correlations);
  const work = { correlations, told };
  return {
    rules: ordered.filter((rule) => rule.alerts).map((rule) => rule.info),
    take: plans.take,
    reads: plans.reads,
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

function observeAll(
  {
    correlations,
    told,
  }: { readonly correlations: readonly Correlation[]; readonly told: TimeTold },
  taken: CorrelationTaken,
  sighting: Sighting,
): readonly Finding[] {
  const { plan, occurrences } = taken;
  let happenings = plan.happenings;
  let values: Values | undefined;
  let findings = NOTHING;
  const { concerned } = plan;
  for (let index = 0; index < concerned.length; index++) {
    const number = concerned[index] as number;
    const correlation = correlations[number] as Correlation;
    // As long as no correlation holds, all that decides is what was taken.
    const events =
      happenings === plan.happenings
        ? (occurrences[index] ??= correlation.shared((values ??= valuesOf(taken)), happenings))
        : correlation.occurrencesOf((values ??= valuesOf(taken)), happenings);
    if (events.length === 0) continue;
    told.tell(number);
    const holdings = correlation.observe(events, sighting);
    if (holdings.length === 0) continue;
    const { rule } = correlation;
    happenings = withHoldings(happenings, correlation, holdings);
    const risen = rule.alerts ? holdings.filter((holding) => holding.rose) : [];
    findings = [...findings, ...risen.map((holding) => holding.finding())];
  }
  return findings;
}

function withHoldings(
  happenings: Happenings,
  { rule }: Correlation,
  holdings: ReturnType<Correlation['observe']>,
): Happenings {
  return new Map(happenings).set(rule, {
    rose: holdings.some((holding) => holding.rose),
    witnesses: () => holdings.flatMap((holding) => holding.finding().witnesses),
  });
}
