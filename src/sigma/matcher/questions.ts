import { eventPaths } from '../../record/field-path.ts';
import { isUnique, isVaried } from '../../record/unique.ts';
import type { FieldPath } from '../../types.ts';
import type { FieldItem, Form, RecordItem } from '../predicate.ts';
import type { DetectionRule } from '../rule-set.ts';

/** What rules ask of a record, each thing once: `field` and its items, or an item of its own. */

/** An item, however many rules have it. */
export interface Item {
  /** Its place among all items. */
  readonly index: number;
  /** The rank of its question. */
  readonly rank: number;
  readonly test: FieldItem | RecordItem;
}

/** All items that one look at a record answers. */
export interface Question {
  /** Its place in the order in which questions are asked. */
  readonly rank: number;
  /** The field that it looks at; none for an item that needs the record. */
  readonly path: FieldPath | undefined;
  readonly items: readonly Item[];
  /** Whether an event without bodies has nothing there. */
  readonly ofBodies: boolean;
  /** Of an item that needs several fields: those of the event; none where it needs all of it. */
  readonly together: readonly FieldPath[];
}

/** The questions of rules by rank, and their items by id. */
export interface Questions {
  readonly list: readonly Question[];
  readonly items: ReadonlyMap<string, Item>;
}

/** What a rule decides by; one that doesn't tell is an item itself. */
export function formOf(rule: DetectionRule, index: number): Form {
  const holds = rule.matches.bind(rule);
  return rule.form ?? { kind: 'record', id: `rule ${index}`, paths: [], holds };
}

/**
 * Puts the questions in order: what most rules depend on decides most, so it comes first. Fields that
 * seldom repeat come behind, so that they are seldom read, then what never does, and last what has to walk over
 * the record.
 */
export function questionsOf(rules: readonly DetectionRule[]): Questions {
  const drafts = new Map<string, Draft>();
  for (const [index, rule] of rules.entries()) {
    for (const test of itemsIn(formOf(rule, index))) {
      const key = test.kind === 'field' ? `field ${test.path.text}` : `item ${test.id}`;
      const draft = drafts.get(key) ?? { tests: new Map(), rules: new Set() };
      drafts.set(key, draft);
      draft.tests.set(test.id, draft.tests.get(test.id) ?? test);
      draft.rules.add(index);
    }
  }
  const ordered = [...drafts.values()].sort(
    (a, b) => lateness(a) - lateness(b) || b.rules.size - a.rules.size,
  );
  const items = new Map<string, Item>();
  const list = ordered.map(({ tests }, rank): Question => {
    const own = Array.from(tests, ([id, test]) => {
      const item: Item = { index: items.size, rank, test };
      items.set(id, item);
      return item;
    });
    const [first] = tests.values();
    const path = first?.kind === 'field' ? first.path : undefined;
    const together = first?.kind === 'record' ? eventPaths(first.paths) : [];
    return { rank, path, items: own, ofBodies: path !== undefined && isOfBodies(path), together };
  });
  return { list, items };
}

function isOfBodies({ text, derived }: FieldPath): boolean {
  return derived === undefined
    ? /^(?:request|response)Object(?:[.]|$)/.test(text)
    : derived.ofBodies === true;
}

interface Draft {
  readonly tests: Map<string, FieldItem | RecordItem>;
  /** Which rules depend on it. */
  readonly rules: Set<number>;
}

function* itemsIn(form: Form): Generator<FieldItem | RecordItem> {
  if (form.kind === 'not') yield* itemsIn(form.part);
  else if ('parts' in form) {
    for (const part of form.parts) yield* itemsIn(part);
  } else yield form;
}

/** What varies a lot is asked late, and what is derived of several fields, which takes time. */
function lateness({ tests }: Draft): number {
  const [first] = tests.values();
  if (first?.kind !== 'field') return 3;
  const { derived } = first.path;
  const reads = derived?.reads ?? [first.path];
  if (reads.some(isUnique)) return 2;
  const [asked] = reads;
  const isOfValue = derived === undefined || derived.ofValue !== undefined;
  return asked === undefined || !isOfValue || isVaried(asked) ? 1 : 0;
}
