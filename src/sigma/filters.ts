import type { Condition } from './condition.ts';
import type { Cursor } from './cursor.ts';
import { compileDetection } from './detection.ts';
import { named, type Predicate } from './predicate.ts';
import type { Entry, Registry } from './registry.ts';
import type { Placeholders } from './values/placeholder.ts';

/**
 * Sigma filters (filters specification 2.1.0). A filter changes a rule to "rule and filter's condition",
 * as pySigma does, so one that leaves something out says `condition: not selection`.
 */

/** One filter. */
export interface Filter {
  readonly predicate: Predicate;
  /** Its `filter` section as written. */
  readonly written: unknown;
}

/** The filters that apply to each detection rule. */
export type Filters = (rule: Entry) => readonly Filter[];

/** Compiles the filters of a set; what they refer to is looked up by id or name. */
export function compileFilters(
  filters: readonly Entry[],
  registry: Registry,
  placeholders: Placeholders,
): Filters {
  const everywhere: Filter[] = [];
  const byRule = new Map<Entry, Filter[]>();
  for (const { document, info } of filters) {
    const section = document.child('filter');
    const detection = compileDetection(section, placeholders, ['rules']);
    if (detection === undefined) continue;
    warnWithoutNot(section, detection.conditions);
    const predicate = named(`filter ${info.title}`, detection.predicate);
    const filter = { predicate, written: section.value };
    const rules = targets(section.child('rules'), registry);
    if (rules === 'any') everywhere.push(filter);
    else for (const rule of rules) byRule.set(rule, [...(byRule.get(rule) ?? []), filter]);
  }
  return (rule) => [...everywhere, ...(byRule.get(rule) ?? [])];
}

/** The texts of a value that may be one or a list. */
export function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

function targets(rules: Cursor, registry: Registry): 'any' | Entry[] {
  if (rules.value === 'any') return 'any';
  const found: Entry[] = [];
  for (const reference of Array.isArray(rules.value) ? rules.children() : [rules]) {
    const name = String(reference.value);
    const entry = registry.find(name);
    if (name === 'any' && entry === undefined) return 'any';
    if (entry === undefined) {
      reference.warn(`${registry.reasonFor(name)}: this filters nothing`);
    } else if (entry.kind === 'detection') found.push(entry);
    else reference.error(`\`${name}\` is a ${entry.kind}: name the rules that it is based on`);
  }
  return found;
}

function warnWithoutNot(section: Cursor, conditions: readonly Condition[]): void {
  if (conditions.some(negates)) return;
  section
    .child('condition')
    .warn('rules will hold only where this holds: to leave it out write `not (…)`');
}

function negates(condition: Condition): boolean {
  if (condition.kind === 'not') return true;
  return 'parts' in condition && condition.parts.some(negates);
}
