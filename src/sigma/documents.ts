import type { Problem } from '../types.ts';
import { referencesOf } from './correlation-document.ts';
import { Cursor } from './cursor.ts';
import { infoOf } from './info.ts';
import { isForeign } from './logsource.ts';
import type { preparedFiles } from './prepared.ts';
import type { Entry } from './registry.ts';
import type { RuleFile } from './rule-set.ts';
import type { Kind } from './schema.ts';
import { knownYaml, readYaml } from './yaml.ts';

/** Reads files into documents and sorts them by kind and by log source. */

const KINDS: readonly Kind[] = ['detection', 'correlation', 'baseline', 'filter'];

/** The documents of a file, parsed unless they are prepared. */
export function readEntries(
  file: RuleFile,
  problems: Problem[],
  prepared: ReturnType<typeof preparedFiles>,
): Entry[] {
  const known = prepared(file.text);
  const read = known === undefined ? readYaml(file) : knownYaml(file, known);
  problems.push(...read.problems);
  return read.documents.map((each) => {
    const document = new Cursor(each, each.content);
    return { document, kind: kindsOf(document)[0], info: infoOf(document.value) };
  });
}

/** Reports a document that is of no kind, of several, or not of the only one that may stand here. */
export function checkKind({ document, kind }: Entry, only?: Kind): void {
  const kinds = kindsOf(document).map((each) => `\`${each}\``);
  if (document.broken) return;
  if (kind === undefined) {
    document.error(
      'this is no Sigma document: it has no `detection`, `correlation`, `baseline` or `filter`',
    );
  } else if (kinds.length > 1) {
    document.error(`a document has one of ${kinds.join(', ')}, not several`);
  } else if (only !== undefined && kind !== only) {
    document.error(`this is a ${kind}; only a ${only} can stand in this file`);
  }
}

function kindsOf(document: Cursor): Kind[] {
  return KINDS.filter((kind) => document.child(kind).value !== undefined);
}

/**
 * The documents about another log than Kubernetes audit: by their log source, and correlations and
 * baselines that refer to nothing else, directly or through others.
 */
export function foreignOf(entries: readonly Entry[]): ReadonlySet<Entry> {
  const foreign = new Set(entries.filter(({ document }) => isForeign(document)));
  const known = namesOf(foreign);
  for (const { info } of entries.filter((entry) => !foreign.has(entry))) {
    known.delete(info.id);
    known.delete(info.name);
  }
  for (let before = -1; before !== foreign.size; ) {
    before = foreign.size;
    for (const entry of entries) {
      if (foreign.has(entry) || !isAboutRules(entry.kind)) continue;
      const references = referencesOf(entry.document.child(entry.kind));
      if (references.length === 0 || !references.every(({ value }) => known.has(String(value))))
        continue;
      foreign.add(entry);
      known.add(entry.info.id).add(entry.info.name);
    }
  }
  return foreign;
}

/** Whether documents of a kind are about other documents' events. */
export function isAboutRules(kind: Kind | undefined): kind is 'correlation' | 'baseline' {
  return kind === 'correlation' || kind === 'baseline';
}

function namesOf(entries: Iterable<Entry>): Set<string> {
  return new Set(Array.from(entries, ({ info }) => [info.id, info.name]).flat());
}
