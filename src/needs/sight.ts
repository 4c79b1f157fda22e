import { AUDIT_LEVELS, type AuditLevel } from '../policy/policy.ts';
import type { Form } from '../sigma/predicate.ts';
import type { DetectionRule } from '../sigma/rule-set.ts';
import type { Reached } from './reach.ts';
import type { RequestKind } from './request-kinds.ts';
import { isDetection, neededOf, type Reach, type Rule } from './rule-needs.ts';
import { type Circumstances, situationOf } from './situation.ts';
import { truthOf } from './truth.ts';

/** What rules see of what a log has, or a policy would write. */

/**
 * Most first. `part`: the rule can hold, but misses requests or bodies that it asks for; `unseen`: nothing is
 * known of the requests that it asks for; `none`: it can't hold.
 */
export const SIGHTS = ['all', 'part', 'unseen', 'none'] as const;

/** One of them. */
export type Sight = (typeof SIGHTS)[number];

/** One way in which a kind of request is logged; at level `None` it isn't. */
export interface Seen extends Circumstances {
  /** The place of the policy's rule that says so, where one does. */
  readonly by?: number | undefined;
}

/** How requests come to be logged. */
export interface View {
  /**
   * Every way for a kind of request, the usual one first; none where nothing is known of it. `form` says what
   * else a rule tells apart.
   */
  ways(kind: RequestKind, form: Form): Iterable<Seen>;
}

/** What a rule sees of one kind of request that it asks for. */
export interface Look {
  readonly reached: Reached;
  readonly sight: Sight;
  /** The way in which it sees most, or else the usual one; absent where there is none. */
  readonly way?: Seen;
}

/** What a rule sees, and of what. */
export interface Judged {
  readonly sight: Sight;
  readonly looks: readonly Look[];
}

/** What a rule of any kind sees. */
export function judge(rule: Rule, reach: Reach, view: View): Judged {
  if (isDetection(rule)) {
    const looks = reach.of(rule).map((reached) => lookAt(rule, reached, view));
    return { sight: sightOf(looks), looks };
  }
  const below = rule.rules.map((one) => judge(one, reach, view));
  const order = below
    .map(({ sight }) => sight)
    .sort((a, b) => SIGHTS.indexOf(a) - SIGHTS.indexOf(b));
  const sight = order[neededOf(rule) - 1] ?? 'none';
  const misses = sight === 'all' && order.some((one) => one === 'part' || one === 'none');
  return { sight: misses ? 'part' : sight, looks: below.flatMap(({ looks }) => looks) };
}

function sightOf(looks: readonly Look[]): Sight {
  const known = looks.filter(({ way }) => way !== undefined).map(({ sight }) => sight);
  if (known.length === 0) return looks.length === 0 ? 'none' : 'unseen';
  if (known.every((sight) => sight === 'all')) return 'all';
  return known.every((sight) => sight === 'none') ? 'none' : 'part';
}

function lookAt({ form }: DetectionRule, reached: Reached, view: View): Look {
  const { kind, full } = reached;
  let best: Look = { reached, sight: 'unseen' };
  for (const way of form === undefined ? [] : view.ways(kind, form)) {
    if (best.way === undefined) best = { reached, sight: 'none', way };
    if (way.level === 'None' || truthOf(form as Form, situationOf(kind, way)) === 'no') continue;
    if (reaches(way.level, full)) return { reached, sight: 'all', way };
    if (best.sight !== 'part') best = { reached, sight: 'part', way };
  }
  return best;
}

/** Whether a level is at least another. */
export function reaches(level: AuditLevel, least: AuditLevel): boolean {
  return AUDIT_LEVELS.indexOf(level) >= AUDIT_LEVELS.indexOf(least);
}
