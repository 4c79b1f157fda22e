import type { Evidence, Finding, Json, JsonObject, RuleInfo } from '../types.ts';
import type { Folded } from './folded.ts';
import type { Varying } from './various.ts';

/** A folded cause as it is stored: its rule by id, as a rule's text may change between two runs. */
interface Packed extends Omit<Folded, 'height' | 'various' | 'reference'> {
  readonly rule: string;
  readonly height: Omit<Finding, 'rule'>;
  readonly various: readonly Varying[];
  readonly reference: Evidence | null;
}

/** As JSON. */
export function packFolded(folded: Folded | undefined): Json | undefined {
  if (folded === undefined) return undefined;
  const { height, various, reference, ...rest } = folded;
  const { rule, ...finding } = height;
  const packed: Packed = {
    ...rest,
    rule: rule.id,
    height: finding,
    various: [...various],
    reference: reference ?? null,
  };
  return packed as unknown as JsonObject;
}

/** From JSON; `undefined` when its rule is not among these any more. */
export function unpackFolded(value: Json, rules: readonly RuleInfo[]): Folded | undefined {
  const { rule, height, various, reference, ...rest } = value as unknown as Packed;
  const info = rules.find(({ id }) => id === rule);
  if (info === undefined) return undefined;
  return {
    ...rest,
    height: { rule: info, ...height },
    various: new Set(various),
    reference: reference ?? undefined,
  };
}
