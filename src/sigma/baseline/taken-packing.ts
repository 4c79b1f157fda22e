import type { Durable } from '../../types.ts';
import type { Text } from '../correlation/values.ts';
import type { BaselineRule, DetectionRule } from '../rule-set.ts';
import { type BaselineTaken, type Plan, type Plans, takenWith } from './plan.ts';
import { partsOf } from './sought.ts';

/** Groups have a text of a path, fields the elements that combinations are made of. */
type Packed = readonly [
  rules: readonly string[],
  groups: Readonly<Record<string, Text>>,
  fields: Readonly<Record<string, readonly Text[]>>,
];

/**
 * What was taken as JSON, by rule and path: rules may have come, gone or changed in between. It is taken back
 * for rules that are the same, when all that is read of their records now was read then.
 */
export function takenPacking(
  baselines: readonly BaselineRule[],
  { planFor }: Pick<Plans, 'planFor'>,
): Pick<Durable<BaselineTaken>, 'pack' | 'unpack'> {
  const byName = new Map(
    baselines.flatMap(({ rules }) => rules.map((rule) => [nameOf(rule), rule] as const)),
  );
  return {
    pack: ({ plan, sought }) => {
      const packed: Packed = [plan.matched.map(nameOf), ...textsOf(plan, sought)];
      return packed;
    },
    unpack(value) {
      const [names, groups, fields] = value as unknown as Packed;
      const hasAll = (rule: DetectionRule) =>
        planFor([rule])?.looks.every(
          (look) =>
            look.group.every(({ text }) => Object.hasOwn(groups, text)) &&
            look.fields.every(({ text }) => Object.hasOwn(fields, text)),
        );
      const plan = planFor(names.flatMap((name) => byName.get(name) ?? []).filter(hasAll));
      if (plan === undefined) return undefined;
      const sought = plan.looks.map((look) =>
        look.from(
          look.group.map(({ text }) => groups[text] ?? null),
          look.fields.map(({ text }) => fields[text] ?? []),
        ),
      );
      return takenWith(plan, sought);
    },
  };
}

/** What was read, from what was made of it. */
function textsOf(
  { looks }: Plan,
  sought: BaselineTaken['sought'],
): readonly [Record<string, Text>, Record<string, readonly Text[]>] {
  const groups = new Map<string, Text>();
  const fields = new Map<string, readonly Text[]>();
  for (const [number, look] of looks.entries()) {
    const all = (sought[number] ?? []).map(({ id }) => partsOf(id));
    for (const [index, { text }] of look.group.entries()) {
      groups.set(text, all[0]?.group[index] ?? null);
    }
    for (const [index, { text }] of look.fields.entries()) {
      const elements = [...new Set(all.map(({ values }) => values[index] ?? null))];
      // Where combinations would be too many, a look has the list as a whole: another may have its elements.
      if (elements.length >= (fields.get(text)?.length ?? 0)) fields.set(text, elements);
    }
  }
  return [Object.fromEntries(groups), Object.fromEntries(fields)];
}

function nameOf({ info, version }: DetectionRule): string {
  return `${info.id} ${version}`;
}
