import { compileCorrelation, type Rule, referencesOf } from './correlation-document.ts';
import type { Cursor } from './cursor.ts';
import type { Entry, Registry } from './registry.ts';
import type { CorrelationRule } from './rule-set.ts';

/** Links correlations to what they refer to, whatever the order of the documents. */

/** What a document refers to, where that can be found. */
export type References = readonly (readonly [Cursor, Entry])[];

interface Pending {
  readonly entry: Entry;
  readonly references: References;
}

/**
 * Compiles correlations; those that others refer to come first. `rules` has the detection rules. A
 * correlation that refers to a document that is missing, broken or, in the end, to itself is left out.
 */
export function compileCorrelations(
  entries: readonly Entry[],
  registry: Registry,
  rules: ReadonlyMap<Entry, Rule>,
  alerts: (entry: Entry) => boolean,
): CorrelationRule[] {
  const ready = new Map(rules);
  const compiled: CorrelationRule[] = [];
  let pending: Pending[] = entries.map((entry) => ({
    entry,
    references: resolveCounted(entry, registry),
  }));
  for (let before = -1; before !== pending.length; ) {
    before = pending.length;
    pending = pending.filter(({ entry, references }) => {
      const found = references.map(([, target]) => ready.get(target));
      if (entry.document.broken || found.includes(undefined)) return !entry.document.broken;
      const rule = compileCorrelation(entry.document, entry.info, found as Rule[], alerts(entry));
      if (rule !== undefined) {
        ready.set(entry, rule);
        compiled.push(rule);
      }
      return false;
    });
  }
  for (const each of pending) reportStuck(each, pending, ready);
  return compiled;
}

function resolveCounted({ document }: Entry, registry: Registry): References {
  return resolveReferences(document.child('correlation'), registry).filter(([at, { kind }]) => {
    if (kind !== 'baseline') return true;
    at.error(`\`${String(at.value)}\` is a baseline: a correlation can't count what it finds`);
    return false;
  });
}

/** Looks up the rules that a section names; what can't be used is reported. */
export function resolveReferences(section: Cursor, registry: Registry): References {
  const seen = new Set<Entry>();
  return referencesOf(section).flatMap((reference) => {
    const name = String(reference.value);
    const target = registry.find(name);
    const again = target !== undefined && seen.has(target);
    if (target !== undefined) seen.add(target);
    if (target === undefined) reference.error(registry.reasonFor(name));
    else if (target.kind === 'filter') reference.error(`\`${name}\` is a filter, not a rule`);
    else if (again)
      reference.error(`\`${name}\` is the id or name of a rule that is named already`);
    else return [[reference, target] as const];
    return [];
  });
}

/** Says why a correlation never became ready: a target has errors, or the way leads back here. */
function reportStuck(
  { references }: Pending,
  pending: readonly Pending[],
  ready: ReadonlyMap<Entry, Rule>,
): void {
  for (const [reference, target] of references) {
    if (ready.has(target)) continue;
    const circle = circleFrom(target, pending, ready);
    const name = String(reference.value);
    if (circle === undefined)
      reference.error(`\`${name}\` can't be used: it has errors of its own`);
    else reference.error(`\`${name}\` refers to itself: ${circle.join(' → ')}`);
  }
}

/** Follows references that are not ready until one comes again. */
function circleFrom(
  start: Entry,
  pending: readonly Pending[],
  ready: ReadonlyMap<Entry, Rule>,
): string[] | undefined {
  const way: Entry[] = [];
  for (let entry: Entry | undefined = start; entry !== undefined; ) {
    const first = way.indexOf(entry);
    way.push(entry);
    if (first >= 0) return way.slice(first).map(({ info }) => info.name);
    const { references = [] } = pending.find((each) => each.entry === entry) ?? {};
    entry = references.find(([, target]) => !ready.has(target))?.[1];
  }
  return undefined;
}
