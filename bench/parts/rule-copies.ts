import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';

type Fields = Record<string, unknown>;

/** A set of rules and filters with so many copies of each, as YAML; the first is the rule itself. */
export function copiesOf(folder: string, times: number): string {
  const rules = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yml'))
    .sort()
    .flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')))
    .map((document) => document.toJS() as Fields);
  const copies = Array.from({ length: times }, (_, i) => i).flatMap((i) =>
    rules.map((rule) => (i === 0 ? rule : copy(rule, i))),
  );
  return copies.map((rule) => stringify(rule)).join('---\n');
}

/** A rule as another team could have written it, for its own accounts: other ids, names, resources and annotations. */
function copy(rule: Fields, i: number): Fields {
  const { correlation, detection, filter, baseline } = rule;
  return {
    ...rule,
    id: otherId(String(rule.id), i),
    ...(typeof rule.name === 'string' && { name: otherName(rule.name, i) }),
    title: `${String(rule.title)}, copy ${i}`,
    ...(detection !== undefined && { detection: ownDetection(detection as Fields, i) }),
    ...(correlation !== undefined && { correlation: otherRules(correlation as Fields, i) }),
    ...(baseline !== undefined && { baseline: otherRules(baseline as Fields, i) }),
    ...(filter !== undefined && { filter: otherFilter(filter as Fields, i) }),
  };
}

function otherId(id: string, i: number): string {
  const digits = createHash('sha256').update(`${id} ${i}`).digest('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

const otherName = (name: string, i: number) => `${name}_${i}`;

/** The same detection for one team's accounts: what it leaves out by resource may be something else in a copy. */
function ownDetection({ condition, ...searches }: Fields, i: number): Fields {
  return {
    ...otherValues(searches, i),
    [OWN]: { 'user.username|startswith': `system:serviceaccount:tenant-${i}-` },
    condition: each(condition, (text) => `${OWN} and (${text})`),
  };
}

const OWN = 'own_accounts';

/** A detection that asks for other values of the fields that have many. */
function otherValues(detection: Fields, i: number): Fields {
  return mapFields(detection, (search) =>
    isFields(search)
      ? Object.fromEntries(Object.entries(search).map(([key, value]) => otherItem(key, value, i)))
      : search,
  );
}

function otherItem(key: string, value: unknown, i: number): [string, unknown] {
  if (/^annotations[.]/.test(key)) return [key.replace(/(?=[|]|$)/, `-${i}`), value];
  const other = (text: string) => text.replace(/^system:serviceaccount:/, `$&tenant-${i}-`);
  if (/^(user|impersonatedUser)[.]username(?![|]fieldref)/.test(key))
    return [key, each(value, other)];
  if (key === 'objectRef.resource') return [key, each(value, (text) => `${text}-${i}`)];
  return [key, value];
}

function each(value: unknown, change: (text: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => each(one, change));
  return typeof value === 'string' ? change(value) : value;
}

/** A filter of the copies of its rules, for other accounts. */
function otherFilter({ rules, ...searches }: Fields, i: number): Fields {
  return { rules: each(rules, (name) => otherName(name, i)), ...otherValues(searches, i) };
}

/** A correlation of the copies of its rules. */
function otherRules(correlation: Fields, i: number): Fields {
  const { rules, aliases } = correlation;
  return {
    ...correlation,
    rules: each(rules, (name) => otherName(name, i)),
    ...(isFields(aliases) && {
      aliases: mapFields(aliases, (of) =>
        Object.fromEntries(
          Object.entries(of as Fields).map(([name, field]) => [otherName(name, i), field]),
        ),
      ),
    }),
  };
}

function mapFields(fields: Fields, change: (value: unknown) => unknown): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(value)]));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
