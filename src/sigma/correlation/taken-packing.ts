import { fieldPath } from '../../record/field-path.ts';
import type { Durable, FieldPath, Json } from '../../types.ts';
import type { DetectionRule } from '../rule-set.ts';
import type { Slots } from './occurrences.ts';
import type { CorrelationTaken, Plans } from './plan.ts';
import type { Text } from './values.ts';

type Packed = readonly [rules: readonly string[], values: readonly (readonly [string, Text])[]];

/** What packing has to know of the correlations. */
export interface TakenPackingOptions extends Pick<Plans, 'retake'> {
  /** Every path that is read from the records of a base rule. */
  readonly wanted: ReadonlyMap<DetectionRule, readonly FieldPath[]>;
  readonly slots: Slots;
}

/**
 * What was taken as JSON, by rule and path: rules may have come, gone or changed in between. A rule takes
 * it back only when it is the same and all that is read of its records now was read then.
 */
export function takenPacking(
  options: TakenPackingOptions,
): Pick<Durable<CorrelationTaken>, 'pack' | 'unpack'> {
  const { wanted, slots, retake } = options;
  const byName = new Map(Array.from(wanted.keys(), (rule) => [nameOf(rule), rule]));
  return {
    pack({ plan, texts }): Json {
      const named = plan.reads.map(({ path }, index) => [path.text, texts[index] ?? null] as const);
      const packed: Packed = [plan.matched.map(nameOf), named];
      return packed;
    },
    unpack(packed) {
      const [ids, named] = packed as unknown as Packed;
      const read = new Set(named.map(([text]) => text));
      const hasAll = (rule: DetectionRule) =>
        (wanted.get(rule) ?? []).every((path) => read.has(path.text));
      const matched = ids.flatMap((id) => byName.get(id) ?? []).filter(hasAll);
      if (matched.length === 0) return undefined;
      const values: (Text | undefined)[] = [];
      for (const [text, value] of named) {
        const slot = slots.get(fieldPath(text));
        if (slot !== undefined) values[slot] = value;
      }
      return retake(matched, values);
    },
  };
}

function nameOf({ info, version }: DetectionRule): string {
  return `${info.id} ${version}`;
}
