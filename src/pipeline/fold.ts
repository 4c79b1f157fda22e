import { ChangeLog } from '../state/change-log.ts';
import type { Alert, Finding, Memory, Micros, RuleInfo } from '../types.ts';
import { alertOf, begin, type Folded, join, keyOf } from './folded.ts';
import { packFolded, unpackFolded } from './folded-packing.ts';
import { countRule, type RuleCounts } from './rule-counts.ts';

/** Findings in, alerts out: repeats of one cause within one stretch of event time become one alert. */
export interface Fold {
  add(finding: Finding): void;
  /** The alerts whose stretch ended before `watermark`, and those pushed out by the bound; in event order. */
  drain(watermark: Micros): Alert[];
  /** The alerts that are new, have grown tenfold since they were last given, or were pushed out; in event order. */
  news(): Alert[];
  /** How many open alerts the bound pushed out before their stretch had ended. */
  readonly forced: number;
  /** How many alerts of each rule were given for the first time. */
  readonly alerts: RuleCounts;
  /** The memory of a fold whose findings are of these rules. */
  memory(rules: readonly RuleInfo[]): Memory;
}

/** How much a count must have grown to be news. */
const GROWTH = 10;

/**
 * `span` is the length of a stretch; stretches start at multiples of it, so that the alert's id does
 * not depend on which event came first. At most `open` alerts are kept.
 */
export function createFold(span: Micros, open = 5000): Fold {
  const folds = new Map<string, Folded>();
  const pushedOut: Alert[] = [];
  const log = new ChangeLog();
  const news = new Set<string>();
  const alerts = new Map<string, number>();
  let forced = 0;

  const give = (folded: Folded): Alert => {
    const key = keyOf(folded.start, folded.height);
    if (folded.given === 0) countRule(alerts, folded.height.rule);
    folded.changed = false;
    folded.given = folded.count;
    news.delete(key);
    log.note(key);
    return alertOf(folded);
  };
  const makeRoom = () => {
    const [key, oldest] = folds.entries().next().value as [string, Folded];
    folds.delete(key);
    news.delete(key);
    log.note(key);
    if (!oldest.changed) return;
    forced++;
    pushedOut.push(give(oldest));
  };
  const put = (key: string, folded: Folded) => {
    // Set anew, it is the one that changed last.
    folds.delete(key);
    folds.set(key, folded);
    log.note(key);
    if (folded.count >= folded.given * GROWTH) news.add(key);
  };

  return {
    add(finding) {
      const start = Math.floor(finding.time / span) * span;
      const key = keyOf(start, finding);
      const folded = folds.get(key);
      if (folded !== undefined) join(folded, finding);
      else if (folds.size >= open) makeRoom();
      put(key, folded ?? begin(finding, start));
    },
    drain(watermark) {
      const due = pushedOut.splice(0);
      for (const folded of folds.values()) {
        if (folded.changed && folded.start + span <= watermark) due.push(give(folded));
      }
      return inEventOrder(due);
    },
    news() {
      if (news.size === 0 && pushedOut.length === 0) return [];
      const due = pushedOut.splice(0);
      for (const key of news) due.push(give(folds.get(key) as Folded));
      return inEventOrder(due);
    },
    get forced() {
      return forced;
    },
    alerts,
    memory: (rules) => memoryOf(folds, log, rules),
  };
}

function memoryOf(folds: Map<string, Folded>, log: ChangeLog, rules: readonly RuleInfo[]): Memory {
  return {
    owner: 'fold',
    changes: () => log.drain((key) => packFolded(folds.get(key))),
    restore(entries) {
      log.start();
      for (const { key, value } of entries) {
        const folded = unpackFolded(value, rules);
        if (folded !== undefined) folds.set(key, folded);
        // Of a rule that is gone, nothing is kept.
        else log.note(key);
      }
    },
  };
}

function inEventOrder(alerts: Alert[]): Alert[] {
  return alerts.sort((a, b) => compare(a.time, b.time) || compare(a.id, b.id));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
