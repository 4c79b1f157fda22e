/**
 * The contracts between the stages: a source yields blocks of bytes, a parser finds records in them,
 * detectors look at records, findings fold into alerts, sinks deliver alerts.
 * Nothing is imported here, and nothing here runs.
 */

/** A point in event time: microseconds since 1970-01-01T00:00:00Z, the precision of Kubernetes' MicroTime. */
export type Micros = number;

/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Sigma's five levels, mildest first (Sigma rules specification 2.1.0, "Level"). */
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;

/** One of Sigma's five levels. */
export type Level = (typeof LEVELS)[number];

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

/** Values that repeat in a stream of records, by number, so that what is known of one can be kept in an array. */
export interface NumberedValues {
  /** Which of a record's numbers stands for a path; -1: none does. */
  slotOf(path: FieldPath): number;
  /** Every number is below this. */
  readonly limit: number;
  /** Where records have their numbers: the one at a slot is `words[record.numbersAt + slot * stride]`. */
  readonly words: Int32Array;
  readonly stride: number;
  /** The number that stands for nothing being there. */
  readonly absent: number;
  /** Changes when numbers are given anew: what was kept by number is void then. */
  readonly epoch: number;
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
  /** The whole event, for keyword searches and for what no path reaches. */
  readonly event: JsonObject;
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
   * Puts the same as ASCII into words, from one of them on. Gives how many bytes it took; 0 when there is
   * no room or it isn't that simple: `packed` or `field` tell then.
   */
  packInto?(words: Int32Array, at: number): number;
  /** The numbered values that its fields were taken from, if they were. */
  readonly values?: NumberedValues;
  /** Where its numbers begin among the words of `values`. A number of 0: not numbered, `field` has the value. */
  readonly numbersAt?: number;
}

/** Something a parser could not read as an audit event. Counted, kept when asked, never thrown. */
export interface Reject {
  /** The file's path, or `-` for standard input. */
  readonly origin: string;
  /** Where it starts: bytes from the start of the (decompressed) input. */
  readonly offset: number;
  /** How many bytes it took. */
  readonly length: number;
  /** Why, for a person: lower case, no full stop. */
  readonly reason: string;
  /** The bytes as text, cut to the parser's keep limit. */
  readonly text: string;
}

/** A record with its place in the (decompressed) input in bytes. */
export interface FoundRecord {
  readonly record: AuditRecord;
  readonly offset: number;
  readonly length: number;
}

/** What a parser finds. */
export type Found = FoundRecord | { readonly reject: Reject };

/**
 * Finds the records of one input, whatever the sizes of the blocks that it is pushed.
 * Synchronous and pure: the same bytes give the same finds however they are cut.
 */
export interface Parser {
  /** Takes the next bytes; gives what they complete. */
  push(bytes: Uint8Array): readonly Found[];
  /** The input has ended; gives what was held back. */
  end(): readonly Found[];
  /** Nothing is held back: another parser would find the same in what comes next. */
  readonly idle: boolean;
}

/** A file to read. */
export interface InputFile {
  readonly path: string;
  /** Bytes on disk; `undefined` for pipes and devices. */
  readonly size: number | undefined;
}

/** One input in reading order: a rotated set of files oldest first, or standard input. */
export interface Source {
  /** What progress and messages call it. */
  readonly name: string;
  /** Total bytes on disk, for progress; `undefined` for a pipe. */
  readonly size: number | undefined;
  /** The files that it is read from, one after the other, where it isn't a pipe. */
  readonly files?: readonly InputFile[];
  /** Reads it once. A file that can't be read is an in-band `SourceFailure`; the others go on. */
  open(signal?: AbortSignal): AsyncIterable<Block>;
}

/** What a source yields: bytes, valid until the next block is asked for, the end of one file, or a failure. */
export type Block =
  | {
      readonly kind: 'bytes';
      readonly origin: string;
      readonly bytes: Uint8Array;
      readonly read: number;
    }
  | { readonly kind: 'end'; readonly origin: string }
  | { readonly kind: 'failure'; readonly origin: string; readonly reason: string };

/** Who a rule is, as every alert carries it. `author` is there because rule licences ask for it. */
export interface RuleInfo {
  readonly id: string;
  /** Stable and unique, such as `sa_lists_secrets`. */
  readonly name: string;
  readonly title: string;
  readonly level: Level;
  readonly author: string;
  readonly description: string;
  readonly status: string;
  readonly tags: readonly string[];
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
}

/** One event as an alert shows it: typed fields only, never a body. Absent fields are `null`. */
export interface Evidence {
  readonly auditID: string | null;
  readonly stage: string | null;
  /** RFC 3339 with microseconds, UTC. */
  readonly time: string;
  readonly verb: string | null;
  readonly resource: string | null;
  readonly subresource: string | null;
  readonly namespace: string | null;
  readonly name: string | null;
  /** Whose rights were used: the impersonated user where there is one. */
  readonly user: string | null;
  /** Who was behind an impersonation; `null` when the user acted as itself. */
  readonly impersonator: string | null;
  /** The last of `sourceIPs`: the only one the client can't choose. */
  readonly sourceIP: string | null;
  readonly userAgent: string | null;
  /** `responseStatus.code`. */
  readonly code: number | null;
  /** `user.extra["authentication.kubernetes.io/credential-id"][0]`, Kubernetes 1.30 and newer. */
  readonly credentialId: string | null;
  /** `requestURI` without its query, where the request names no resource. */
  readonly path: string | null;
}

/** One event that counts towards a finding. */
export interface Witness {
  readonly time: Micros;
  readonly digest: string;
  readonly partial: boolean;
  /** Its evidence, packed: `evidenceIn()` unpacks it. */
  readonly packed: string;
}

/** One event on its way back to detectors: valid while it is being observed. */
export interface Sighting {
  readonly time: Micros;
  /** The event as a witness, made anew: to be asked for only when a finding may show it. */
  witness(): Witness;
}

/** A rule held. What repeats of one cause within an hour fold into an `Alert`. */
export interface Finding {
  readonly rule: RuleInfo;
  /** When the rule held: the time of the event that completed it. */
  readonly time: Micros;
  /** The cause: findings of one rule with equal keys are repeats of each other. */
  readonly key: readonly (string | number | boolean | null)[];
  /** How many events it took. */
  readonly count: number;
  readonly firstSeen: Micros;
  readonly lastSeen: Micros;
  /** Some of those events, in event order, at most ten. */
  readonly witnesses: readonly Witness[];
  /** What a stateful rule measured, as a clause for the message, such as `31,204 events in 5m`. */
  readonly measured?: string;
  /** What a rule has to say of the event, as a clause for the message, such as `never seen in 12d of history`. */
  readonly remark?: string;
}

/** A record's place in the order of events: by time, then by digest. */
export interface Moment {
  readonly time: Micros;
  readonly digest: string;
}

/** A rule that matched a record: the rule set's own object, of which others may know more. */
export interface Matched {
  readonly info: RuleInfo;
}

/**
 * A detector with memory. `take` looks at one record as it comes and must not change anything; what it
 * returns comes back to `observe` with the record's sighting in event-time order, ties by digest. No wall
 * clock.
 */
export interface Detector<T = unknown> {
  /** The rules whose findings it may give. */
  readonly rules: readonly RuleInfo[];
  /**
   * What to remember of this record beside its witness, or `undefined` when it is of no interest; records
   * may share it. `matched`: the rules it matches. Equal ones are mostly the same array.
   */
  take(record: AuditRecord, matched: readonly Matched[]): T | undefined;
  /**
   * All that `take` looks at of a record that matches these rules: where those values are the same, so is what
   * it takes, and records may share it. Absent: it may look at anything.
   */
  reads?(matched: readonly Matched[]): readonly FieldPath[];
  /** What was taken of the next record in event-time order. */
  observe(taken: T, sighting: Sighting): readonly Finding[];
  /** How many keys or windows its bounds evicted so far. */
  readonly evicted: number;
  /** How what it knows survives a restart. */
  readonly durable: Durable<T>;
}

/** How what a detector took is stored while it waits, and its memory. */
export interface Durable<T = unknown> {
  /** Under which name what was taken is stored: unique among the detectors. */
  readonly name: string;
  pack(taken: T): Json;
  /** What was taken again; `undefined` when the rules it was for are gone. */
  unpack(packed: Json): T | undefined;
  readonly memories: readonly Memory[];
}

/** An alert: one rule, one cause, one hour. */
export interface Alert {
  /** A pure function of rule, cause and hour: the same log gives the same ids in any order. */
  readonly id: string;
  /** RFC 3339, of the last event. */
  readonly time: string;
  readonly level: Level;
  readonly rule: Pick<RuleInfo, 'id' | 'name' | 'title' | 'author' | 'tags'>;
  /** Whose rights were used, or `null` where the rule spans users. */
  readonly user: string | null;
  /** One sentence: who did what to which object, from where, with what result. */
  readonly message: string;
  /** Why it matters, in the rule's words; empty where the rule doesn't say. */
  readonly why: string;
  /** What to do first, in the rule's words; empty where the rule doesn't say. */
  readonly next: string;
  /** How many events. */
  readonly count: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** True when any of the events was cut short. */
  readonly partial: boolean;
  /** The first and last of the events, at most ten. */
  readonly events: readonly Evidence[];
}

/**
 * Delivers alerts, in the order given. An id may come again: with a higher count when late events joined
 * it, or with the count since then when there was no room to keep it open.
 */
export interface Sink {
  readonly name: string;
  /** Resolves when the alerts are delivered; rejects with the reason when they can't be. */
  write(alerts: readonly Alert[]): Promise<void>;
  /** Delivers what was held back and lets go of files and sockets. May be called twice. */
  close(): Promise<void>;
}

/** One thing that a part of satrap remembers across restarts. */
export interface Entry {
  readonly key: string;
  readonly value: Json;
}

/** An entry that was written, or, where the value is `undefined`, forgotten. */
export interface Change {
  readonly key: string;
  readonly value: Json | undefined;
}

/**
 * A part whose memory survives a restart. What all parts give between two looks at the input is stored
 * together, so that they come back as of one instant.
 */
export interface Memory {
  /** Under which name it is stored: unique and the same in every run. */
  readonly owner: string;
  /** What changed since the last call, each key once, what changed last at the end. */
  changes(): readonly Change[];
  /** Takes back all that was stored, what was written last at the end. Called once, before anything else. */
  restore(entries: readonly Entry[]): void;
}

/** What a live source yields: bytes of one file, that no more will come of it, or a failure. */
export type LiveBlock =
  | {
      readonly kind: 'bytes';
      /** Names this file, and no other, for as long as it is followed: paths change hands. */
      readonly file: string;
      /** The log that it is a part of, by the path that the log's current file has. */
      readonly log: string;
      /** The path it had when it was read, for people. */
      readonly origin: string;
      /** Where in the (decompressed) file the bytes begin. */
      readonly offset: number;
      /** The time settled last in the file, or in its log where there is none; 0 where there is none. */
      readonly time: Micros;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: 'end'; readonly file: string }
  | { readonly kind: 'failure'; readonly origin: string; readonly reason: string };

/** Files that grow, are rotated and come back after a restart where they were left. */
export interface LiveSource extends Memory {
  /** Waits where there is nothing to read; ends when the signal is aborted. */
  open(signal: AbortSignal): AsyncIterable<LiveBlock>;
  /**
   * All records before an offset of a file are taken in: after a restart, reading goes on there. `time` is
   * that of the last of them, 0 where there is none: the log furthest behind is read first.
   */
  settle(file: string, offset: number, time: Micros): void;
}

/** Something wrong, or doubtful, in a rule or a configuration file. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** 1-based; 0 when the problem is the whole file's. */
  readonly line: number;
  readonly column: number;
  /** What is wrong and what to do: lower case, no full stop. */
  readonly message: string;
}
