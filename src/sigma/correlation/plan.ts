import { keptBy } from '../../collections/kept-by.ts';
import { eventPaths } from '../../record/field-path.ts';
import { AnswerRoom, onceForNumbers } from '../../record/once-for-numbers.ts';
import type { AuditRecord, FieldPath, Matched } from '../../types.ts';
import type { CorrelationRule, DetectionRule } from '../rule-set.ts';
import type { Happening, Happenings, Occurrence, Slots, Values } from './occurrences.ts';
import { type Text, textOf } from './values.ts';

/** What is kept of a record. Records that match the same rules with the same values may share it. */
export interface CorrelationTaken {
  readonly plan: Plan;
  /** What was read of it, parallel to the plan's `reads`. */
  readonly texts: readonly Text[];
  /** What it is for the groups of correlations, in their order, while no more than base rules hold; once it was asked for. */
  occurrences: readonly Occurrence[] | undefined;
}

/** What follows from the base rules that a record matched. */
export interface Plan {
  readonly matched: readonly DetectionRule[];
  /** That they hold. */
  readonly happenings: Happenings;
  /** The numbers of the correlations that this may be an event of, through others or not. */
  readonly concerned: readonly number[];
  /** Every path that is to be read from the record, once. */
  readonly reads: readonly Read[];
  /** What is taken of a record. */
  of(record: AuditRecord): CorrelationTaken;
}

interface Read {
  readonly path: FieldPath;
  readonly slot: number;
}

/** What plans follow from. */
export interface PlanOptions {
  /** All correlations, each after those it refers to. */
  readonly ordered: readonly CorrelationRule[];
  /** The base rules, and what is to be read from the records they match. */
  readonly paths: ReadonlyMap<DetectionRule, readonly FieldPath[]>;
  readonly slots: Slots;
  /** That a base rule holds on the event at hand. */
  readonly happening: Happening;
}

/** What records give correlations, worked out once for each set of rules and each value. */
export interface Plans {
  /** What is taken of a record; `undefined` when no base rule is among those it matches. */
  take(record: AuditRecord, matched: readonly Matched[]): CorrelationTaken | undefined;
  /** What `take` reads of a record that matches these rules. */
  reads(matched: readonly Matched[]): readonly FieldPath[];
  /** What was taken of a record that is gone. */
  retake(matched: readonly DetectionRule[], values: Values): CorrelationTaken;
}

/** How many sets of rules are known at once; past it, they are all worked out anew. */
const MOST = 20_000;
/** How many combinations of rules and values are known at once. */
const MOST_TAKEN = 131_072;

/** None worked out yet. */
export function createPlans(options: PlanOptions): Plans {
  const { paths } = options;
  const bases = [...paths.keys()];
  const room = new AnswerRoom(MOST_TAKEN);
  const findPlan = (matched: readonly Matched[]): Plan | undefined => {
    const set = new Set<Matched>(matched);
    const found = bases.filter((rule) => set.has(rule));
    if (found.length === 0) return undefined;
    const key = found.map((rule) => bases.indexOf(rule)).join();
    const same = byBases.get(key);
    if (same !== undefined) return same;
    if (byBases.size >= MOST) {
      byBases.clear();
      planOf = keptBy(findPlan);
    }
    const plan = createPlan(found, options, room);
    byBases.set(key, plan);
    return plan;
  };
  const byBases = new Map<string, Plan>();
  let planOf = keptBy(findPlan);

  return {
    take: (record, matched) => (matched.length === 0 ? undefined : planOf(matched)?.of(record)),
    reads: (matched) => eventPaths(planOf(matched)?.reads.map(({ path }) => path) ?? []),
    retake(matched, values) {
      const plan = findPlan(matched) as Plan;
      return takenWith(
        plan,
        plan.reads.map(({ slot }) => values[slot] ?? null),
      );
    },
  };
}

function createPlan(
  matched: readonly DetectionRule[],
  options: PlanOptions,
  room: AnswerRoom,
): Plan {
  const { ordered, paths, slots, happening } = options;
  const happenings = new Map(matched.map((rule) => [rule, happening]));
  const holding = new Set<DetectionRule | CorrelationRule>(matched);
  const concerned: number[] = [];
  for (const [number, rule] of ordered.entries()) {
    if (!rule.rules.some((reference) => holding.has(reference))) continue;
    holding.add(rule);
    concerned.push(number);
  }
  const wanted = new Set(matched.flatMap((rule) => paths.get(rule) ?? []));
  const reads = Array.from(wanted, (path) => ({ path, slot: slots.get(path) as number }));
  const read = (record: AuditRecord): CorrelationTaken =>
    takenWith(
      plan,
      reads.map(({ path }) => textOf(record.field(path))),
    );
  const of = onceForNumbers(eventPaths(reads.map(({ path }) => path)), read, room);
  const plan: Plan = { matched, happenings, concerned, reads, of };
  return plan;
}

function takenWith(plan: Plan, texts: readonly Text[]): CorrelationTaken {
  return { plan, texts, occurrences: undefined };
}

/** What was read, by slot: seldom asked for, and tens of thousands of these lists would take room. */
export function valuesOf({ plan, texts }: CorrelationTaken): Values {
  const values: (Text | undefined)[] = [];
  for (const [index, { slot }] of plan.reads.entries()) values[slot] = texts[index] as Text;
  return values;
}
