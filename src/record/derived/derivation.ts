import type { AuditRecord, FieldPath, Json } from '../../types.ts';

/** How a derived field is worked out of an event. */
export interface Derivation {
  /** As rules write it, without `satrap.`. */
  readonly name: string;
  /** One line for the documentation: a noun phrase, no full stop. */
  readonly summary: string;
  /** The fields of the event that it is worked out of. */
  readonly reads: readonly FieldPath[];
  /** True where fields may follow: the value is an object as the API has it. */
  readonly open?: boolean;
  /** True where it is absent unless one of the bodies was logged. */
  readonly ofBodies?: boolean;
  /** What it comes to; `undefined` where there is nothing to tell. Must not throw, whatever the event holds. */
  value(record: AuditRecord): Json | undefined;
  /** The same from the value of the only field that it reads, where it reads one. */
  ofValue?(value: Json | undefined): Json | undefined;
}

/** A derivation from one field: what it comes to is found once for each value. */
export function ofOneField(
  about: Pick<Derivation, 'name' | 'summary' | 'open'>,
  path: FieldPath,
  ofValue: (value: Json | undefined) => Json | undefined,
): Derivation {
  return { ...about, reads: [path], ofValue, value: (record) => ofValue(record.field(path)) };
}

/** The same, working a record's value out once, however many conditions ask: they ask one after the other. */
export function remembering(derivation: Derivation): Derivation {
  let last: AuditRecord | undefined;
  let known: Json | undefined;
  return {
    ...derivation,
    value(record) {
      if (record !== last) {
        known = derivation.value(record);
        last = record;
      }
      return known;
    },
  };
}
