import { resolveReferences } from '../correlations.ts';
import type { Entry, Registry } from '../registry.ts';
import type { BaselineRule, CorrelationRule, DetectionRule } from '../rule-set.ts';
import { compileBaseline } from './document.ts';

/**
 * Compiles baselines, given the rules that are compiled already. One that refers to a document that is
 * missing, broken or no detection is left out.
 */
export function compileBaselines(
  entries: readonly Entry[],
  registry: Registry,
  rules: ReadonlyMap<Entry, DetectionRule | CorrelationRule>,
): BaselineRule[] {
  return entries.flatMap((entry) => {
    const bases = basesOf(entry, registry, rules);
    if (bases === undefined || entry.document.broken) return [];
    return compileBaseline(entry.document, entry.info, bases) ?? [];
  });
}

function basesOf(
  { document }: Entry,
  registry: Registry,
  rules: ReadonlyMap<Entry, DetectionRule | CorrelationRule>,
): DetectionRule[] | undefined {
  const bases: DetectionRule[] = [];
  for (const [reference, target] of resolveReferences(document.child('baseline'), registry)) {
    const name = `\`${String(reference.value)}\``;
    const rule = rules.get(target);
    if (rule?.kind === 'detection') bases.push(rule);
    else if (target.kind === 'detection') {
      reference.error(`${name} can't be used: it has errors of its own`);
    } else {
      reference.error(`${name} is a ${target.kind}: name the rules that it is based on`);
    }
  }
  return document.broken ? undefined : bases;
}
