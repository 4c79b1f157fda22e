import { parseDuration } from '../../record/time.ts';
import type { RuleInfo } from '../../types.ts';
import { createFieldReader } from '../aliases.ts';
import type { Cursor } from '../cursor.ts';
import type { BaselineRule, CorrelationField, DetectionRule } from '../rule-set.ts';
import { versionOf } from '../version.ts';

/** Compiles a document whose shape and references are right; `undefined` when an error has been reported. */
export function compileBaseline(
  document: Cursor,
  info: RuleInfo,
  rules: readonly DetectionRule[],
): BaselineRule | undefined {
  const section = document.child('baseline');
  const fieldsIn = createFieldReader(section, rules, 'baseline');
  const groupBy = fieldsIn.read(section.child('group-by'));
  const fields = fieldsIn.read(section.child('fields'));
  fieldsIn.finish();
  warnTwins(section.child('fields'), groupBy);
  const learning = parseDuration(String(section.child('learning').value)) ?? 0;
  const expiry = parseDuration(String(section.child('expiry').value)) ?? 0;
  if (learning > expiry) {
    section
      .child('learning')
      .warn('longer than `expiry`: much of what it learns is forgotten before it counts');
  }
  if (document.broken) return undefined;
  // How long it learns and remembers may change without what it knows being lost.
  const versions = rules.map((rule) => rule.version);
  const version = versionOf([versions, pathsOf(groupBy), pathsOf(fields)]);
  const core = { rules, groupBy, fields, learning, expiry };
  return { kind: 'baseline', info, place: document.place, version, ...core };
}

function pathsOf(fields: readonly CorrelationField[]): string[][] {
  return fields.map(({ paths }) => paths.map(({ text }) => text));
}

/** Within one history, a field of `group-by` has one value only. */
function warnTwins(written: Cursor, groupBy: readonly CorrelationField[]): void {
  const names = new Set(groupBy.map(({ name }) => name));
  for (const at of Array.isArray(written.value) ? written.children() : [written]) {
    const name = String(at.value);
    if (names.has(name)) {
      at.warn(`\`${name}\` is in \`group-by\` too: within a history it is always the same`);
    }
  }
}
