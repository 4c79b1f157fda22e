import { fieldPath } from '../record/field-path.ts';
import type { RuleInfo } from '../types.ts';
import type { Cursor } from './cursor.ts';
import type { CorrelationField } from './rule-set.ts';
import { checkField } from './vocabulary/index.ts';

/** Fields of documents that are about several rules, which may have a path for each through an alias. */

/** Reads the fields of a section. */
export interface FieldReader {
  /** The fields of a list, or the only one; none where nothing stands. */
  read(list: Cursor): CorrelationField[];
  /** Warns of aliases that were not used. */
  finish(): void;
}

/** What is told apart by name or id. */
interface Named {
  readonly info: RuleInfo;
}

interface Alias {
  readonly at: Cursor;
  /** The field as each of the rules calls it. */
  readonly fields: ReadonlyMap<Named, string>;
}

/** For a section about these rules; `kind`: what the document is called in messages. */
export function createFieldReader(
  section: Cursor,
  rules: readonly Named[],
  kind: string,
): FieldReader {
  const aliases = readAliases(section.child('aliases'), rules, kind);
  const used = new Set<string>();
  const field = (at: Cursor): CorrelationField => {
    const name = String(at.value);
    const alias = aliases.get(name);
    if (alias === undefined) warnUnknown(at, name);
    else used.add(name);
    return { name, paths: rules.map((rule) => fieldPath(alias?.fields.get(rule) ?? name)) };
  };
  return {
    read: (list) => several(list).map(field),
    finish() {
      for (const [name, { at }] of aliases) {
        if (!used.has(name)) at.warn(`nothing uses the alias \`${name}\``, { part: 'key' });
      }
    },
  };
}

function several(list: Cursor): Cursor[] {
  if (list.value === undefined) return [];
  return Array.isArray(list.value) ? list.children() : [list];
}

function readAliases(
  section: Cursor,
  rules: readonly Named[],
  kind: string,
): ReadonlyMap<string, Alias> {
  const aliases = new Map<string, Alias>();
  for (const at of section.children()) {
    const fields = new Map<Named, string>();
    for (const entry of at.children()) {
      const rule = rules.find(({ info }) => info.name === entry.key || info.id === entry.key);
      const field = String(entry.value);
      warnUnknown(entry, field);
      if (rule !== undefined) fields.set(rule, field);
      else entry.error(`\`${entry.key}\` is none of the rules of this ${kind}`, { part: 'key' });
    }
    const missing = rules.find((rule) => !fields.has(rule));
    if (missing !== undefined && fields.size > 0) {
      at.error(`the alias says nothing about the rule \`${missing.info.name}\``, { part: 'key' });
    }
    aliases.set(at.key, { at, fields });
  }
  return aliases;
}

function warnUnknown(at: Cursor, field: string): void {
  const reason = checkField(field);
  if (reason !== undefined) at.warn(reason);
}
