import { witnessOf } from '../../record/evidence.ts';
import type { AuditRecord, Detector, FieldPath, Finding } from '../../types.ts';
import type { CorrelationRule, DetectionRule, RuleSet } from '../rule-set.ts';
import { type Correlation, createCorrelation } from './correlation.ts';
import { inOrderOfReference, pathsByBase } from './dependencies.ts';
import type { CorrelationSighting, Happening, Slots } from './occurrences.ts';
import { sightingPacking } from './sighting-packing.ts';
import { type Text, textOf } from './values.ts';

export type { CorrelationSighting } from './occurrences.ts';

/** What bounds correlations. */
export interface CorrelationLimits {
  /**
   * How much the windows of one rule may hold, in units of about 16 bytes: 1 for a time or a number, 8
   * for a distinct value, 16 for a group, 32 for an event kept as evidence. Past it, the group touched
   * least recently is given up and counted. Evidence of counts has as much room again.
   */
  readonly windowEntries: number;
}

/**
 * All correlations of a rule set as one detector (Sigma correlation rules specification 2.1.0), over
 * exact sliding windows in event time. A finding is given by the event that makes a condition hold.
 */
export function createCorrelations(
  rules: RuleSet,
  limits: CorrelationLimits,
): Detector<CorrelationSighting> {
  const ordered = inOrderOfReference(rules.correlations);
  const paths = pathsByBase(ordered);
  const slots: Slots = new Map(
    [...new Set([...paths.values()].flat())].map((path, slot) => [path, slot]),
  );
  const readers = [...paths].map(([rule, wanted]) => ({
    rule,
    reads: wanted.map((path) => ({ path, slot: slots.get(path) as number })),
  }));
  const correlations = ordered.map((rule) => createCorrelation(rule, slots, limits.windowEntries));
  return {
    rules: ordered.filter((rule) => rule.alerts).map((rule) => rule.info),
    take: (record) => sightingOf(record, readers),
    observe: (sighting) => observeAll(correlations, sighting),
    get evicted() {
      return correlations.reduce((sum, correlation) => sum + correlation.evicted, 0);
    },
    durable: {
      name: 'correlations',
      ...sightingPacking(paths, slots),
      memories: correlations.map((correlation) => correlation.memory),
    },
  };
}

/** A base rule, and what is to be read from the records it matches. */
interface Reader {
  readonly rule: DetectionRule;
  readonly reads: readonly { readonly path: FieldPath; readonly slot: number }[];
}

function sightingOf(
  record: AuditRecord,
  readers: readonly Reader[],
): CorrelationSighting | undefined {
  const matched: DetectionRule[] = [];
  const values: (Text | undefined)[] = [];
  for (const { rule, reads } of readers) {
    if (!rule.matches(record)) continue;
    matched.push(rule);
    for (const { path, slot } of reads) {
      if (values[slot] === undefined) values[slot] = textOf(record.field(path));
    }
  }
  if (matched.length === 0) return undefined;
  const { time, digest } = record;
  // Copies have no spare room; what was pushed to has, and tens of thousands of these wait.
  return { time, digest, matched: [...matched], values: [...values], witness: witnessOf(record) };
}

function observeAll(
  correlations: readonly Correlation[],
  sighting: CorrelationSighting,
): readonly Finding[] {
  const witnesses = () => [sighting.witness];
  const happenings = new Map<DetectionRule | CorrelationRule, Happening>();
  for (const rule of sighting.matched) happenings.set(rule, { rose: true, witnesses });
  const findings: Finding[] = [];
  for (const correlation of correlations) {
    const holdings = correlation.observe(sighting, happenings);
    if (holdings.length === 0) continue;
    const { rule } = correlation;
    happenings.set(rule, {
      rose: holdings.some((holding) => holding.rose),
      witnesses: () => holdings.flatMap((holding) => holding.finding().witnesses),
    });
    if (!rule.alerts) continue;
    for (const holding of holdings) if (holding.rose) findings.push(holding.finding());
  }
  return findings;
}
