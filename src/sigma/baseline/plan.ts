import { keptBy } from '../../collections/kept-by.ts';
import { eventPaths } from '../../record/field-path.ts';
import { AnswerRoom, onceForNumbers } from '../../record/once-for-numbers.ts';
import type { AuditRecord, FieldPath, Matched, Micros } from '../../types.ts';
import { type Text, textOf } from '../correlation/values.ts';
import type { BaselineRule, CorrelationField, DetectionRule } from '../rule-set.ts';
import { type Sought, shareSought } from './sought.ts';
import { combinationsOf, elementsOf } from './texts.ts';

/** What is kept of a record. Records that are the same in all that baselines read may share it. */
export interface BaselineTaken {
  readonly plan: Plan;
  /** Which combinations it is of, parallel to the plan's looks. */
  readonly sought: readonly (readonly Sought[])[];
  /** Before this time, as long as nothing was forgotten since, all that is sought is known well enough. */
  quietUntil: Micros;
  forgotten: number;
}

/** What follows from the base rules that a record matched. */
export interface Plan {
  readonly matched: readonly DetectionRule[];
  readonly looks: readonly Look[];
  /** What is taken of a record. */
  of(record: AuditRecord): BaselineTaken;
}

/** How one baseline looks at records of a rule. */
export interface Look {
  /** The baseline's number. */
  readonly baseline: number;
  readonly group: readonly FieldPath[];
  readonly fields: readonly FieldPath[];
  /** The combinations that a record is of. */
  of(record: AuditRecord): readonly Sought[];
  /** The same for what was read of a record: a text for each part of the group, elements for each field. */
  from(group: readonly Text[], fields: readonly (readonly Text[])[]): readonly Sought[];
}

/** What records give baselines. */
export interface Plans {
  /** What is taken of a record; `undefined` when no base rule is among those it matches. */
  take(record: AuditRecord, matched: readonly Matched[]): BaselineTaken | undefined;
  /** All that `take` reads of a record that matches these rules. */
  reads(matched: readonly Matched[]): readonly FieldPath[];
  /** The plan for records that match these rules. */
  planFor(matched: readonly Matched[]): Plan | undefined;
}

/** How much that was taken is known at once; past it, it is all taken anew. */
const MOST_TAKEN = 131_072;

/** Which rules the baselines are based on. */
export function createPlans(baselines: readonly BaselineRule[]): Plans {
  const bases = [...new Set(baselines.flatMap((baseline) => baseline.rules))];
  const lookAt = createLooks(baselines);
  const room = new AnswerRoom(MOST_TAKEN);
  const planFor = (matched: readonly Matched[]): Plan | undefined => {
    const set = new Set<Matched>(matched);
    const found = bases.filter((rule) => set.has(rule));
    if (found.length === 0) return undefined;
    // Where two rules of a baseline hold and have the same fields, it is one event.
    const looks = [...new Set(found.flatMap((rule) => lookAt(rule)))];
    const of = (record: AuditRecord): BaselineTaken =>
      takenWith(
        plan,
        looks.map((look) => look.of(record)),
      );
    const plan: Plan = { matched: found, looks, of: onceForNumbers(pathsOf(looks), of, room) };
    return plan;
  };
  const planOf = keptBy(planFor);
  return {
    take: (record, matched) => (matched.length === 0 ? undefined : planOf(matched)?.of(record)),
    reads: (matched) => pathsOf(planOf(matched)?.looks ?? []),
    planFor,
  };
}

function pathsOf(looks: readonly Look[]): readonly FieldPath[] {
  return eventPaths(looks.flatMap(({ group, fields }) => [...group, ...fields]));
}

/** What is taken of a record that is of these combinations. */
export function takenWith(plan: Plan, sought: BaselineTaken['sought']): BaselineTaken {
  return { plan, sought, quietUntil: Number.NEGATIVE_INFINITY, forgotten: 0 };
}

/** All looks at a rule's records. Those of one baseline that read the same fields are one. */
function createLooks(baselines: readonly BaselineRule[]): (rule: DetectionRule) => readonly Look[] {
  const byRule = new Map<DetectionRule, Look[]>();
  for (const [baseline, { rules, groupBy, fields }] of baselines.entries()) {
    const share = shareSought();
    const made: Look[] = [];
    for (const [position, rule] of rules.entries()) {
      const paths = (list: readonly CorrelationField[]) =>
        list.map((field) => field.paths[position] as FieldPath);
      const look = createLook({ baseline, group: paths(groupBy), fields: paths(fields) }, share);
      const same = made.find((one) => isSame(one, look));
      if (same === undefined) made.push(look);
      byRule.set(rule, [...(byRule.get(rule) ?? []), same ?? look]);
    }
  }
  return (rule) => byRule.get(rule) ?? [];
}

function isSame(a: Look, b: Look): boolean {
  const [ones, others] = [a, b].map(({ group, fields }) => [...group, ...fields]);
  return ones?.every((path, index) => path === others?.[index]) === true;
}

function createLook(
  which: Pick<Look, 'baseline' | 'group' | 'fields'>,
  share: ReturnType<typeof shareSought>,
): Look {
  const { group, fields } = which;
  const from: Look['from'] = (key, lists) =>
    combinationsOf(lists).map((values) => share(key, values));
  const of = (record: AuditRecord) =>
    from(
      group.map((path) => textOf(record.field(path))),
      fields.map((path) => elementsOf(record.field(path))),
    );
  return { ...which, from, of: onceForNumbers(eventPaths([...group, ...fields]), of) };
}
