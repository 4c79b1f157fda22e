import { fieldPath } from '../../../src/record/field-path.ts';
import type { FieldItem, Form } from '../../../src/sigma/predicate.ts';
import type { DetectionRule } from '../../../src/sigma/rule-set.ts';
import type { AuditRecord, Json } from '../../../src/types.ts';
import { compile } from '../rules.ts';

/** A rule that holds for GET requests with another form or another test. */
export function ruleWith(changes: Partial<DetectionRule>): DetectionRule {
  return { ...compile({ s: { verb: 'get' }, condition: 's' }), ...changes };
}

/** A rule of one form; evaluated on its own it must not be. */
export function formRule(form: Form): DetectionRule {
  return ruleWith({
    form,
    matches: () => {
      throw new Error('evaluated on its own');
    },
  });
}

/** An item that counts how often it is asked. */
export interface CountingItem extends FieldItem {
  asked: number;
}

/** Whether a field has a value. */
export function counting(field: string, wanted: Json): CountingItem {
  const item: CountingItem = {
    kind: 'field',
    id: `${field} ${JSON.stringify(wanted)}`,
    path: fieldPath(field),
    asked: 0,
    holds(value) {
      item.asked++;
      return value === wanted;
    },
  };
  return item;
}

/** The obvious answer. */
export function matchesOf(rules: readonly DetectionRule[], record: AuditRecord): DetectionRule[] {
  return rules.filter((rule) => rule.matches(record));
}
