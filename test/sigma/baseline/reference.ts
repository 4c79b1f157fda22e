import type { BaselineRule } from '../../../src/sigma/rule-set.ts';
import type { AuditRecord, Json } from '../../../src/types.ts';

/** What a finding comes down to. */
export interface ReferenceFinding {
  readonly rule: string;
  readonly time: number;
  /** The group, then every combination that is new. */
  readonly group: readonly (string | null)[];
  readonly combinations: readonly (readonly (string | null)[])[];
}

/**
 * Baselines the slow and obvious way, on records in order of time: everything that was ever seen is kept, and
 * looked through from the start. For lists of fewer elements than are told apart.
 */
export function referenceFindings(
  rules: readonly BaselineRule[],
  records: readonly AuditRecord[],
): ReferenceFinding[] {
  return rules.flatMap((rule) => findingsOf(rule, records));
}

function findingsOf(rule: BaselineRule, records: readonly AuditRecord[]): ReferenceFinding[] {
  const first = new Map<string, number>();
  /** When combinations were noted, oldest first. */
  const noted: { readonly id: string; readonly time: number }[] = [];
  const step = rule.expiry / 32;
  return records.flatMap((record) => {
    const { time } = record;
    const news = new Map<string, { group: (string | null)[]; combinations: (string | null)[][] }>();
    for (const { group, values } of seenIn(rule, record)) {
      const id = JSON.stringify([group, values]);
      const groupId = JSON.stringify(group);
      if (!first.has(groupId)) first.set(groupId, time);
      const last = noted.findLast((one) => one.id === id)?.time ?? Number.NEGATIVE_INFINITY;
      if (time - last >= step) noted.push({ id, time });
      if (time - last <= rule.expiry + step) continue;
      if (time - (first.get(groupId) as number) < rule.learning) continue;
      const found = news.get(groupId) ?? { group, combinations: [] };
      found.combinations.push(values);
      news.set(groupId, found);
    }
    return Array.from(news.values(), (found) => ({ rule: rule.info.name, time, ...found }));
  });
}

/** Which combinations of which groups an event is of, each once. */
function seenIn(rule: BaselineRule, record: AuditRecord) {
  const seen = new Map<string, { group: (string | null)[]; values: (string | null)[] }>();
  for (const [position, base] of rule.rules.entries()) {
    if (!base.matches(record)) continue;
    const read = (field: BaselineRule['fields'][number]) =>
      record.field(field.paths[position] as (typeof field.paths)[number]);
    const group = rule.groupBy.map((field) => elements(read(field)).at(-1) ?? null);
    let combinations: (string | null)[][] = [[]];
    for (const field of rule.fields) {
      combinations = combinations.flatMap((one) =>
        elements(read(field)).map((text) => [...one, text]),
      );
    }
    for (const values of combinations) seen.set(JSON.stringify([group, values]), { group, values });
  }
  return seen.values();
}

function elements(value: Json | undefined): (string | null)[] {
  const list: readonly (Json | undefined)[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return [null];
  return list.map((one) =>
    one === undefined || one === null
      ? null
      : typeof one === 'object'
        ? JSON.stringify(one)
        : String(one),
  );
}
