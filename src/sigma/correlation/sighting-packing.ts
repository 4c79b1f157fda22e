import { fieldPath } from '../../record/field-path.ts';
import type { Durable, FieldPath, Json } from '../../types.ts';
import type { DetectionRule } from '../rule-set.ts';
import type { CorrelationSighting, Slots } from './occurrences.ts';
import type { Text } from './values.ts';

type Packed = readonly [rules: readonly string[], values: readonly (readonly [string, Text])[]];

/** Sightings as JSON, by rule id and path: rules may have come, gone or changed places in between. */
export function sightingPacking(
  rules: readonly DetectionRule[],
  slots: Slots,
): Pick<Durable<CorrelationSighting>, 'pack' | 'unpack'> {
  const byId = new Map(rules.map((rule) => [rule.info.id, rule]));
  const paths = [...slots.keys()];
  return {
    pack({ matched, values }): Json {
      const named = values.flatMap((value, slot) =>
        value === undefined ? [] : [[(paths[slot] as FieldPath).text, value] as const],
      );
      const packed: Packed = [matched.map((rule) => rule.info.id), named];
      return packed;
    },
    unpack(packed, witness) {
      const [ids, named] = packed as unknown as Packed;
      const matched = ids.flatMap((id) => byId.get(id) ?? []);
      if (matched.length === 0) return undefined;
      const values: (Text | undefined)[] = [];
      for (const [text, value] of named) {
        const slot = slots.get(fieldPath(text));
        if (slot !== undefined) values[slot] = value;
      }
      const { time, digest } = witness;
      return { time, digest, matched, values: [...values], witness };
    },
  };
}
