import { AUDIT_LEVELS, type AuditLevel } from '../policy/policy.ts';
import type { CorrelationRule, DetectionRule, RuleSet } from '../sigma/rule-set.ts';
import { type Reached, reachOf } from './reach.ts';
import { higher } from './truth.ts';

/** What rules need of a log, worked out of their conditions. */

/** A rule of any kind, by what it is made of. */
export type Rule = DetectionRule | Feeding;

/** A rule over others. */
export type Feeding = Pick<CorrelationRule, 'info' | 'rules'> & {
  readonly kind: string;
  readonly type?: CorrelationRule['type'];
  readonly condition?: Pick<CorrelationRule['condition'], 'bounds'>;
};

/** The level of audit that a rule needs. */
export interface LevelNeeded {
  /** At which it does its work. */
  readonly level: AuditLevel;
  /** At which it misses nothing: what a patch came to only its response says. */
  readonly full: AuditLevel;
}

/** The rules of a set, of whatever kinds it has. */
export function rulesIn(set: RuleSet): readonly Rule[] {
  return Object.values(set).flat() as readonly Rule[];
}

/** Those that raise alerts. */
export function alertingIn(set: RuleSet): readonly Rule[] {
  return rulesIn(set).filter((rule) => !('alerts' in rule) || rule.alerts === true);
}

/** Whether a rule is one by itself. */
export function isDetection(rule: Rule): rule is DetectionRule {
  return rule.kind === 'detection';
}

/** How many of the rules below it a rule over others needs: all, where it asks for one after the other. */
export function neededOf({ type, rules, condition }: Feeding): number {
  if (type !== 'temporal' && type !== 'temporal_ordered') return 1;
  const bounds = (condition?.bounds ?? []).map(({ operator, value }) =>
    operator === 'gte' || operator === 'eq' ? value : operator === 'gt' ? value + 1 : 1,
  );
  return Math.min(rules.length, bounds.length === 0 ? rules.length : Math.max(...bounds));
}

/** The detections that a rule comes down to, each once. */
export function detectionsOf(rule: Rule): readonly DetectionRule[] {
  if (isDetection(rule)) return [rule];
  return [...new Set(rule.rules.flatMap((one) => detectionsOf(one)))];
}

/** Knows what rules reach; each is worked out once. */
export class Reach {
  readonly #known = new Map<DetectionRule, readonly Reached[]>();

  of(rule: DetectionRule): readonly Reached[] {
    let reached = this.#known.get(rule);
    if (reached === undefined) {
      reached = reachOf(rule);
      this.#known.set(rule, reached);
    }
    return reached;
  }

  /** `undefined` for a rule that can't hold for any request, or that doesn't say what it looks at. */
  level(rule: Rule): LevelNeeded | undefined {
    if (isDetection(rule)) return levelOf(this.of(rule));
    const below = rule.rules.map((one) => this.level(one));
    const known = below.filter((one) => one !== undefined).sort(byLevel);
    const needed = neededOf(rule);
    if (known.length < needed) return undefined;
    const level = known[needed - 1]?.level ?? 'Metadata';
    return { level, full: known.map(({ full }) => full).reduce(higher, level) };
  }
}

function levelOf(reached: readonly Reached[]): LevelNeeded | undefined {
  const levels = reached.map(({ least, full }) => higher(least, full));
  const [level] = levels.toSorted(byPlace);
  return level && { level, full: levels.reduce(higher, level) };
}

function byLevel(a: LevelNeeded, b: LevelNeeded): number {
  return byPlace(a.level, b.level);
}

function byPlace(a: AuditLevel, b: AuditLevel): number {
  return AUDIT_LEVELS.indexOf(a) - AUDIT_LEVELS.indexOf(b);
}
