import type { AuditRecord } from './record.ts';

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
