import { evidenceIn } from '../record/evidence.ts';
import type { Alert, Evidence, Finding, Micros, Witness } from '../types.ts';
import { createAlert } from './alert.ts';
import { type Varying, variousIn } from './various.ts';

/** What is known of one cause in one stretch so far. */
export interface Folded {
  readonly start: Micros;
  /** The finding with the highest count: what a stateful rule measured at its height. */
  height: Finding;
  count: number;
  firstSeen: Micros;
  lastSeen: Micros;
  first: readonly Witness[];
  last: readonly Witness[];
  /** Some event, to compare the others with. */
  readonly reference: Evidence | undefined;
  /** In which fields they differ. */
  readonly various: Set<Varying>;
  /** Some event was cut short. */
  partial: boolean;
  /** The count that was given last; 0 before that. */
  given: number;
  /** Something came since it was last given. */
  changed: boolean;
}

const KEPT = 5;

/** Equal for findings that are repeats of each other in one stretch. */
export function keyOf(start: Micros, { rule, key }: Finding): string {
  return JSON.stringify([rule.id, start, key]);
}

/** The alert it stands for. */
export function alertOf(folded: Folded): Alert {
  return createAlert(folded, merge(folded.first, folded.last));
}

/** A cause with its first finding, in the stretch that begins at `start`. */
export function begin(finding: Finding, start: Micros): Folded {
  const { count, firstSeen, lastSeen, witnesses } = finding;
  const reference = witnesses[0] && evidenceIn(witnesses[0]);
  return {
    reference,
    various: new Set(variousIn(finding, reference)),
    start,
    height: finding,
    count,
    firstSeen,
    lastSeen,
    first: witnesses.slice(0, KEPT),
    last: witnesses.slice(-KEPT),
    partial: isPartial(finding),
    given: 0,
    changed: true,
  };
}

/** Adds a finding. Order makes no difference: sums, extremes, and the earliest and latest witnesses. */
export function join(folded: Folded, finding: Finding): void {
  // A window's count already holds the events of the windows before it.
  if (finding.measured === undefined) folded.count += finding.count;
  else folded.count = Math.max(folded.count, finding.count);
  if (isHigher(finding, folded.height)) folded.height = finding;
  for (const field of variousIn(finding, folded.reference)) folded.various.add(field);
  folded.firstSeen = Math.min(folded.firstSeen, finding.firstSeen);
  folded.lastSeen = Math.max(folded.lastSeen, finding.lastSeen);
  folded.first = merge(folded.first, finding.witnesses).slice(0, KEPT);
  folded.last = merge(folded.last, finding.witnesses).slice(-KEPT);
  folded.partial ||= isPartial(finding);
  folded.changed = true;
}

function isPartial(finding: Finding): boolean {
  return finding.witnesses.some((witness) => witness.partial);
}

function isHigher(finding: Finding, than: Finding): boolean {
  return finding.count > than.count || (finding.count === than.count && finding.time < than.time);
}

/** Both lists' witnesses in event order, each event once. */
function merge(some: readonly Witness[], more: readonly Witness[]): Witness[] {
  const byDigest = new Map<string, Witness>();
  for (const witness of [...some, ...more]) byDigest.set(witness.digest, witness);
  return [...byDigest.values()].sort((a, b) => a.time - b.time || compare(a.digest, b.digest));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
