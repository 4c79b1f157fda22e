import type { Json, JsonObject, Micros } from './json.ts';
import type { Matched } from './rule.ts';

/** A compiled field path: made once by `fieldPath()`, used for every record. */
export interface FieldPath {
  /** The path as a rule writes it, such as `user.extra.authentication.kubernetes.io/credential-id`. */
  readonly text: string;
  /** For each piece between dots: that piece, then joined with the next ones, up to the whole rest. */
  readonly spans: readonly (readonly string[])[];
  /** How it is worked out, where it is no field of the event itself. */
  readonly derived?: Derived;
}

/** A field that satrap works out of an event, such as `satrap.sourceIP`. */
export interface Derived {
  /** All that it is worked out of: fields of the event. */
  readonly reads: readonly FieldPath[];
  /** What it comes to; `undefined` where the event doesn't have what it takes. Never throws. */
  of(record: AuditRecord): Json | undefined;
  /** The same from the value of the only field that it reads, where it reads one. */
  ofValue?(value: Json | undefined): Json | undefined;
  /** Absent from every event of which neither body was logged. */
  readonly ofBodies?: boolean;
}

/** What records have in common that are alike: the value at a path, or whether there is one. */
export type Telling = 'value' | 'presence';

/** Values that repeat in a stream of records, by number, so that what is known of one can be kept in an array. */
export interface NumberedValues {
  /** Which of a record's numbers stands for a path; -1: none does. */
  slotOf(path: FieldPath): number;
  /** Every number is below this. */
  readonly limit: number;
  /** Where records have their numbers: the one at a slot is `words[record.numbersAt + slot]`. */
  readonly words: Int32Array;
  /** The number that stands for nothing being there. */
  readonly absent: number;
  /** Changes when numbers are given anew: what was kept by number is void then. */
  readonly epoch: number;
  /** Whether records that are alike have the same value at a path, or but agree on whether anything is there. */
  tells(path: FieldPath): Telling | undefined;
  /**
   * Numbers records by all values that tell: those of one number are alike. From 0 on; -1 where one of the values has no
   * number, or there is no room for more. `numbersAt`: the record's.
   */
  alike(numbersAt: number): number;
  /** Changes when the numbers of `alike` are given anew. */
  readonly round: number;
  /** The value that a number stands for; `undefined` is the value of what is absent. */
  value(number: number): Json | undefined;
}

/** One audit event (`audit.k8s.io/v1`, or a release before it), read lazily where that is cheaper. */
export interface AuditRecord {
  /** When the stage was reached: `stageTimestamp`, else `requestReceivedTimestamp`, else the nearest earlier record's. */
  readonly time: Micros;
  /** True when the event was cut short: fields may be missing that the apiserver did log. */
  readonly partial: boolean;
  /**
   * What stands at a path. `undefined`: nothing. An array: any of its elements counts, whether the
   * array was the field's value (`user.groups`) or lay on the way to it (`subjects.name`).
   */
  field(path: FieldPath): Json | undefined;
  /** Whether `field` would give anything, from a record that can tell without reading it. */
  has?(path: FieldPath): boolean;
  /** The whole event, for keyword searches and for what no path reaches. */
  readonly event: JsonObject;
  /**
   * The JSON that it was read from, a character for each byte, from a record that has it at hand. Its numbers are
   * written as JavaScript writes them.
   */
  readonly raw?: string;
  /** 128 bits over the event's content in hex, whatever its spacing, key order or envelope. */
  readonly digest: string;
  /**
   * Puts the digest into four words, from one of them on (the first unless told), each with its first byte
   * lowest; from a record that has it that way.
   */
  readDigest?(into: Uint32Array | Int32Array, at?: number): void;
  /** Its evidence as `Witness.packed` has it, from a record that packs it faster than `field` could tell. */
  readonly packed?: string | undefined;
  /**
   * Puts the same as ASCII into the bytes of doubles, from one of them on. Gives how many bytes it took; 0 when
   * there is no room or it isn't that simple: `packed` or `field` tell then.
   */
  packInto?(into: Float64Array, at: number): number;
  /** The numbered values that its fields were taken from, if they were. */
  readonly values?: NumberedValues;
  /** The rules that match it, in their order, where that was found out already. */
  readonly matched?: readonly Matched[] | undefined;
  /** Whose numbers `kind` is from: the same object for records whose kinds can be compared. */
  readonly kinds?: object;
  /** Its kind: the rules that match it, and all that `Detector.reads` names for them. 0: none is known. */
  readonly kind?: number;
  /** Where its numbers begin among the words of `values`. A number of 0: not numbered, `field` has the value. */
  readonly numbersAt?: number;
}
