import { evidenceIn } from '../record/evidence.ts';
import type { Alert, Evidence, Finding, Micros, Witness } from '../types.ts';
import { createAlert } from './alert.ts';
import { type Varying, variousIn } from './various.ts';

/** Findings in, alerts out: repeats of one cause within one stretch of event time become one alert. */
export interface Fold {
  add(finding: Finding): void;
  /** The alerts whose stretch ended before `watermark`, and those pushed out by the bound; in event order. */
  drain(watermark: Micros): Alert[];
  /** How many open alerts the bound pushed out before their stretch had ended. */
  readonly forced: number;
}

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
  /** Something came since it was last drained. */
  changed: boolean;
}

const KEPT = 5;

/**
 * `span` is the length of a stretch; stretches start at multiples of it, so that the alert's id does
 * not depend on which event came first. At most `open` alerts are kept.
 */
export function createFold(span: Micros, open = 5000): Fold {
  const folds = new Map<string, Folded>();
  const pushedOut: Alert[] = [];
  let forced = 0;

  const makeRoom = () => {
    const [key, oldest] = folds.entries().next().value as [string, Folded];
    folds.delete(key);
    if (!oldest.changed) return;
    forced++;
    pushedOut.push(alertOf(oldest));
  };

  return {
    add(finding) {
      const start = Math.floor(finding.time / span) * span;
      const key = JSON.stringify([finding.rule.id, start, finding.key]);
      const folded = folds.get(key);
      if (folded !== undefined) {
        folds.delete(key);
        folds.set(key, folded);
        return join(folded, finding);
      }
      if (folds.size >= open) makeRoom();
      folds.set(key, begin(finding, start));
    },
    drain(watermark) {
      const due = pushedOut.splice(0);
      for (const folded of folds.values()) {
        if (!folded.changed || folded.start + span > watermark) continue;
        folded.changed = false;
        due.push(alertOf(folded));
      }
      return due.sort((a, b) => compare(a.time, b.time) || compare(a.id, b.id));
    },
    get forced() {
      return forced;
    },
  };
}

function alertOf(folded: Folded): Alert {
  return createAlert(folded, merge(folded.first, folded.last));
}

function begin(finding: Finding, start: Micros): Folded {
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
    changed: true,
  };
}

/** Order makes no difference: sums, extremes, and the earliest and latest witnesses. */
function join(folded: Folded, finding: Finding): void {
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
