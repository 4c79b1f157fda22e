import { compileBaselines } from './baseline/link.ts';
import { generates, type Rule, referencesOf } from './correlation-document.ts';
import { compileCorrelations } from './correlations.ts';
import { compileDetection } from './detection.ts';
import { compileFilters, type Filters } from './filters.ts';
import { allOf } from './predicate.ts';
import type { Entry, Registry } from './registry.ts';
import type { DetectionRule, RuleSet } from './rule-set.ts';
import type { Kind } from './schema.ts';
import type { Placeholders } from './values/placeholder.ts';
import { versionOf } from './version.ts';

/** Compiles documents whose shape has been checked; those with errors are passed over. */
export function compileRules(
  entries: readonly Entry[],
  registry: Registry,
  placeholders: Placeholders,
): RuleSet {
  const sound = (kind: Kind) =>
    entries.filter((entry) => entry.kind === kind && !entry.document.broken);
  const alerts = alertsOf([...sound('correlation'), ...sound('baseline')], registry);
  const filters = compileFilters(sound('filter'), registry, placeholders);
  const detections: DetectionRule[] = [];
  const compiled = new Map<Entry, Rule>();
  for (const entry of sound('detection')) {
    const rule = compileRule(entry, alerts(entry), filters, placeholders);
    if (rule === undefined) continue;
    detections.push(rule);
    compiled.set(entry, rule);
  }
  const correlations = compileCorrelations(sound('correlation'), registry, compiled, alerts);
  const baselines = compileBaselines(sound('baseline'), registry, compiled);
  return { detections, correlations, baselines };
}

function compileRule(
  entry: Entry,
  alerts: boolean,
  filters: Filters,
  placeholders: Placeholders,
): DetectionRule | undefined {
  const { document, info } = entry;
  const taxonomy = document.child('taxonomy');
  if (taxonomy.value !== undefined && taxonomy.value !== 'sigma') {
    taxonomy.warn('satrap knows no other taxonomy: fields are read as audit events spell them');
  }
  const detection = compileDetection(document.child('detection'), placeholders);
  if (detection === undefined) return undefined;
  const applied = filters(entry);
  const parts = [detection.predicate, ...applied.map((filter) => filter.predicate)];
  const predicate = parts.length === 1 ? detection.predicate : allOf('and', parts);
  const written = [document.child('detection').value, ...applied.map((filter) => filter.written)];
  const expands = JSON.stringify(written).includes('|expand');
  const version = versionOf([written, expands ? placeholders : null]);
  return { kind: 'detection', info, alerts, place: document.place, version, ...predicate };
}

/**
 * Whether a rule alerts by itself: when no correlation or baseline refers to it, or one that does says
 * `generate: true`, and it doesn't say `generate: false` itself. A rule with a level that loses its alerts to
 * another file is worth a warning.
 */
function alertsOf(entries: readonly Entry[], registry: Registry): (entry: Entry) => boolean {
  const silenced = new Map<Entry, boolean>();
  const references = entries.flatMap(({ document, kind }) => {
    const section = document.child(kind ?? '');
    return referencesOf(section).map((reference) => {
      const target = registry.find(String(reference.value));
      return { reference, target, generate: generates(document, section) };
    });
  });
  for (const { target, generate } of references) {
    if (target) silenced.set(target, !generate && silenced.get(target) !== false);
  }
  const warned = new Set<Entry>();
  for (const { reference, target } of references) {
    if (target === undefined || !silenced.get(target) || warned.has(target)) continue;
    const { file } = target.document;
    const levelled = target.document.child('level').value !== undefined;
    if (!levelled || file === reference.file) continue;
    warned.add(target);
    reference.warn(
      `\`${target.info.name}\` of ${file} no longer alerts by itself: write \`generate: true\` to keep its alerts`,
    );
  }
  return (entry) =>
    silenced.get(entry) !== true &&
    !(entry.kind === 'detection' && entry.document.child('generate').value === false);
}
