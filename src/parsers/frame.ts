/** A record's bytes, or bytes that are none. */
export interface Frame {
  /**
   * `value`: a whole JSON value. `broken`: one that breaks off. `long`: one above the limit. `text`: no
   * JSON. `utf16`: the whole input. `unclosed`: nothing, but the input ends inside a list.
   */
  readonly kind: 'value' | 'broken' | 'long' | 'text' | 'utf16' | 'unclosed';
  /** Where it starts in the input. */
  readonly offset: number;
  /** How many bytes it took. */
  readonly length: number;
  /** The value, or what of it came before it broke; else empty. Valid during the call. */
  readonly bytes: Buffer;
  /** How it starts, up to the keep limit. Valid during the call. */
  readonly head: Buffer;
}

/** Who is told what was found, in input order. */
export interface Receiver {
  /**
   * Lines between records, from `from` to behind the last line feed: takes as many as need no framing, and
   * gives where the next begins.
   */
  lines(bytes: Buffer, from: number, to: number, offset: number): number;
  /** A whole line in braces: true when it was one JSON value and no list, and needs no framing. */
  line(bytes: Buffer, from: number, to: number, offset: number): boolean;
  /** What comes before an object's own `items` array: true when the object is the list of them. */
  opensList(head: Buffer): boolean;
  frame(frame: Frame): void;
}

/** Bounds, in bytes. */
export interface FramerLimits {
  /** The longest record. */
  readonly maxRecordBytes: number;
  /** How much of a bad record's text is kept. */
  readonly keepBytes: number;
  /** Lines are taken whole where that can be: a line that has begun is waited for. */
  readonly waits?: boolean;
  /** Where in the input the first byte stands, behind a line feed between two records; its start unless told. */
  readonly start?: number | undefined;
}
