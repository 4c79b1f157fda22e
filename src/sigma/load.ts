import type { Problem } from '../types.ts';
import { compileRules } from './compile.ts';
import { checkKind, foreignOf, readEntries } from './documents.ts';
import { textsIn } from './filters.ts';
import { foreignWarnings } from './logsource.ts';
import { preparedFiles } from './prepared.ts';
import { type Entry, Registry } from './registry.ts';
import type { FilterInfo, Loaded, RuleFile } from './rule-set.ts';
import { checkShape } from './schema.ts';
import type { Placeholders } from './values/placeholder.ts';

/** What `loadRules` takes besides the rules. */
export interface LoadOptions {
  /** Files in which every document is a filter. */
  readonly filters?: readonly RuleFile[];
  /** For values with the `expand` modifier: what `%name%` stands for. */
  readonly placeholders?: Placeholders;
  /** Names and ids of filters that leave nothing out; those of other documents change nothing here. */
  readonly disable?: readonly string[];
  /** True to read and check what is prepared like anything else. */
  readonly afresh?: boolean;
}

/**
 * Compiles Sigma 2.1 documents. Never throws: everything that is wrong is in `problems`, in the order
 * of files and lines, and a document with an error is not in the set.
 */
export function loadRules(files: readonly RuleFile[], options: LoadOptions = {}): Loaded {
  const { filters = [], placeholders = {}, disable = [], afresh = false } = options;
  const problems: Problem[] = [];
  const prepared = afresh ? () => undefined : preparedFiles();
  const own = files.flatMap((file) => readEntries(file, problems, prepared));
  const others = filters.flatMap((file) => readEntries(file, problems, prepared));
  const all = [...own, ...others];
  const foreign = foreignOf(all);
  for (const entry of own) if (!foreign.has(entry)) checkKind(entry);
  for (const entry of others) if (!foreign.has(entry)) checkKind(entry, 'filter');
  const registry = new Registry();
  const entries = all.filter((entry) => !foreign.has(entry));
  for (const entry of foreign) registry.addForeign(entry);
  for (const entry of entries) takeIn(entry, registry);
  const listed = filtersOf(entries, new Set(disable));
  const off = new Set(listed.filter(({ disabled }) => disabled).map(({ info }) => info));
  const inUse = entries.filter(({ info }) => !off.has(info));
  const rules = compileRules(inUse, registry, placeholders);
  problems.push(...foreignWarnings(Array.from(foreign, ({ document }) => document)));
  for (const { document } of all) problems.push(...document.problems);
  const order = [...files, ...filters].map(({ path }) => path);
  return { rules, problems: sorted(problems, order), foreign: foreign.size, filters: listed };
}

function filtersOf(entries: readonly Entry[], disable: ReadonlySet<string>): FilterInfo[] {
  return entries
    .filter(({ kind, document }) => kind === 'filter' && !document.broken)
    .map(({ info, document }) => ({
      info,
      rules: textsIn(document.child('filter').child('rules').value),
      disabled: disable.has(info.name) || disable.has(info.id),
    }));
}

function takeIn(entry: Entry, registry: Registry): void {
  const { document, kind } = entry;
  if (kind !== undefined && !document.broken && !document.approved) checkShape(document, kind);
  registry.add(entry);
}

function sorted(problems: readonly Problem[], order: readonly string[]): Problem[] {
  const ranks = new Map(order.map((path, index) => [path, index]));
  const rank = ({ file }: Problem) => ranks.get(file) ?? -1;
  return problems.toSorted((a, b) => rank(a) - rank(b) || a.line - b.line || a.column - b.column);
}
