import type { FieldPath, Witness } from '../../types.ts';
import type { CorrelationField, CorrelationRule, DetectionRule } from '../rule-set.ts';
import type { Place } from './group.ts';
import type { Kind } from './kinds.ts';
import { notQuiet, type Quiet } from './quiet.ts';
import type { Text } from './values.ts';
import type { GroupEvent, Step } from './window.ts';

/** Where among the values that were read the value of a path is. */
export type Slots = ReadonlyMap<FieldPath, number>;

/** By slot; what none of the matched rules' correlations reads is left out. */
export type Values = readonly (Text | undefined)[];

/** That a rule holds on the event at hand. */
export interface Happening {
  /** False for a correlation that held on the event before already. */
  readonly rose: boolean;
  /** What shows it; to be asked for while the event is being observed. */
  readonly witnesses: () => readonly Witness[];
}

/** Which rules hold on the event at hand. */
export type Happenings = ReadonlyMap<DetectionRule | CorrelationRule, Happening>;

/** An event on its way into a group. Events share it as far as they can, and it has at hand what they need most. */
export interface Occurrence extends Quiet, Pick<GroupEvent, 'value'> {
  /** The number of the correlation that it is of. */
  readonly of: number;
  /** Where its group is, once it was looked for. */
  place: Place | undefined;
  /** The key as text: equal for equal keys only. */
  readonly id: string;
  readonly key: readonly Text[];
  readonly steps: readonly Step[];
}

/**
 * Which groups of a correlation an event belongs to: one for each key that the rules it is an event of
 * give, mostly one. A group gets an event once; its value is read as the first of these rules says.
 * `of`: the correlation's number.
 */
export function createOccurrences(
  rule: CorrelationRule,
  of: number,
  { kind, slots }: { readonly kind: Kind; readonly slots: Slots },
) {
  const slotAt = (field: CorrelationField, position: number) =>
    slots.get(field.paths[position] as FieldPath) ?? -1;
  const references = rule.rules.map((reference, position) => ({
    reference,
    position,
    groupBy: rule.groupBy.map((field) => slotAt(field, position)),
    fields: rule.condition.fields.map((field) => slotAt(field, position)),
  }));
  return (values: Values, happenings: Happenings): readonly Occurrence[] => {
    const occurrences: (Occurrence & { readonly steps: Step[] })[] = [];
    for (const { reference, position, groupBy, fields } of references) {
      const happening = happenings.get(reference);
      if (happening === undefined || !(happening.rose || kind.fedBy === 'holding')) continue;
      const value = kind.read(textsAt(fields, values));
      if (value === undefined) continue;
      const step = { position, witnesses: happening.witnesses };
      const key = textsAt(groupBy, values);
      const id = JSON.stringify(key);
      const same = occurrences.find((one) => one.id === id);
      if (same !== undefined) same.steps.push(step);
      else {
        const steps = [step];
        occurrences.push({ ...notQuiet(), of, place: undefined, value, id, key, steps });
      }
    }
    return occurrences;
  };
}

/** How many occurrences are shared at once; past it, they are all made anew. */
const MOST = 32_768;
/** And how many of one group: who comes with ever-new values must not make each of them cost more. */
const MOST_ALIKE = 8;

const NOWHERE: readonly Occurrence[] = [];

/**
 * Gives equal occurrences once, as long as there are not too many: a client's events differ in more than a group
 * and a value, and what all of them touch stays near.
 */
export function shareOccurrences(): (all: readonly Occurrence[]) => readonly Occurrence[] {
  /** By id, which most of them have alone. */
  const known = new Map<string, Occurrence[]>();
  let size = 0;
  return (all) => {
    const [only] = all;
    if (only === undefined) return NOWHERE;
    if (all.length > 1) return all;
    const same = known.get(only.id)?.find((other) => isSame(other, only));
    if (same !== undefined) return [same];
    if (size >= MOST) {
      known.clear();
      size = 0;
    }
    const alike = known.get(only.id) ?? [];
    if (alike.length >= MOST_ALIKE) return all;
    size++;
    known.set(only.id, [...alike, only]);
    return all;
  };
}

/** Whether two occurrences of one group have the same value and are of the same rules. */
function isSame(one: Occurrence, other: Occurrence): boolean {
  return (
    one.value === other.value &&
    one.steps.length === other.steps.length &&
    one.steps.every(({ position }, index) => position === other.steps[index]?.position)
  );
}

function textsAt(slots: readonly number[], values: Values): Text[] {
  return slots.map((slot) => values[slot] ?? null);
}
