import { EventRecord, eventTime } from '../record/event-record.ts';
import { LineScanner, type Slabs } from '../scanner/line-scanner.ts';
import type { Scanner } from '../scanner/scanner.ts';
import type { Found, Json, JsonObject, Micros, Parser } from '../types.ts';
import type { Frame, FramerLimits, Receiver } from './frame.ts';
import { Framer } from './framer.ts';
import { salvage } from './salvage.ts';
import { isEmptyList, isPartialEvent, whyNoEvent } from './shape.ts';
import { SniffingParser } from './sniff.ts';

/** How a parser reads. */
export interface ParserOptions extends FramerLimits {
  /** Reads usual lines faster; the records of one batch are then valid until the next. */
  readonly scanner?: Scanner | undefined;
  /** Where the scanner gets room for lines; from itself unless told. */
  readonly slabs?: Slabs | undefined;
}

/**
 * A parser for one input: audit events one a line, pretty-printed or concatenated, alone or in lists and
 * arrays of any size, also in a container runtime's log. `origin` is what rejects call the input; memory is a few times `maxRecordBytes`.
 * `time` is for records without one of their own, until one has come that has.
 */
export function createParser(origin: string, options: ParserOptions, time: Micros = 0): Parser {
  const parser = new AuditParser(origin, options, time);
  return options.start === undefined ? new SniffingParser(parser) : parser;
}

const LEGACY = /AUDIT: id=/;

/** What is said of frames that hold no whole value. */
const REASONS: Readonly<Record<Exclude<Frame['kind'], 'value'>, string>> = {
  broken: 'broken or cut short, and too little of an audit event is left',
  long: 'longer than the configured limit for one record',
  text: 'not JSON',
  utf16: 'UTF-16 text: convert it to UTF-8',
  unclosed: 'the list around the events never ends: the input is cut short',
};

function linesOf({ scanner, slabs, maxRecordBytes }: ParserOptions): LineScanner | undefined {
  return scanner && new LineScanner(scanner, maxRecordBytes, slabs);
}

class AuditParser implements Parser, Receiver {
  readonly #origin: string;
  readonly #keepBytes: number;
  readonly #framer: Framer;
  readonly #lines: LineScanner | undefined;
  #found: Found[] = [];
  #time: Micros;

  constructor(origin: string, options: ParserOptions, time: Micros) {
    this.#time = time;
    this.#origin = origin;
    this.#keepBytes = options.keepBytes;
    this.#framer = new Framer({ ...options, waits: options.scanner !== undefined }, this);
    this.#lines = linesOf(options);
  }

  push(bytes: Uint8Array): readonly Found[] {
    this.#found = [];
    this.#lines?.begin();
    this.#framer.push(bytes);
    return this.#found;
  }

  end(): readonly Found[] {
    this.#found = [];
    this.#framer.end();
    this.#lines?.begin();
    return this.#found;
  }

  get idle(): boolean {
    return this.#framer.idle;
  }

  lines(bytes: Buffer, from: number, to: number, offset: number): number {
    if (this.#lines === undefined) return from;
    const end = this.#lines.read(bytes, from, to, offset, this.#found);
    if (end > from) this.#time = this.#lines.time;
    return end;
  }

  line(bytes: Buffer, from: number, to: number, offset: number): boolean {
    const value = parse(bytes.toString('utf8', from, to));
    if (value === undefined || Object.hasOwn(value as JsonObject, 'items')) return false;
    this.#take(value, offset, bytes.subarray(from, to));
    return true;
  }

  opensList(head: Buffer): boolean {
    const start = salvage(head.toString());
    return start === undefined || !isPartialEvent(start);
  }

  frame(frame: Frame): void {
    const { kind, offset, length, bytes, head } = frame;
    if (kind === 'value') {
      const value = parse(bytes.toString());
      if (value !== undefined) this.#take(value, offset, bytes);
      else this.#takePartial(bytes, offset, length, bytes);
    } else if (kind === 'broken') {
      this.#takePartial(bytes, offset, length, head);
    } else {
      const legacy = kind === 'text' && LEGACY.test(head.toString('latin1'));
      const reason = legacy ? 'a line of the legacy text format, not JSON' : REASONS[kind];
      this.#reject(offset, length, reason, head);
    }
  }

  #take(value: Json, offset: number, bytes: Buffer): void {
    if (isEmptyList(value)) return;
    const reason = whyNoEvent(value);
    if (reason !== undefined) this.#reject(offset, bytes.length, reason, bytes);
    else this.#record(value as JsonObject, isTruncated(value as JsonObject), offset, bytes.length);
  }

  #takePartial(bytes: Buffer, offset: number, length: number, head: Buffer): void {
    const event = salvage(bytes.toString());
    if (event !== undefined && isPartialEvent(event)) this.#record(event, true, offset, length);
    else this.#reject(offset, length, REASONS.broken, head);
  }

  #record(event: JsonObject, partial: boolean, offset: number, length: number): void {
    this.#time = eventTime(event) ?? this.#time;
    this.#found.push({ record: new EventRecord(event, this.#time, partial), offset, length });
  }

  #reject(offset: number, length: number, reason: string, bytes: Buffer): void {
    const text = bytes.toString('utf8', 0, this.#keepBytes);
    this.#found.push({ reject: { origin: this.#origin, offset, length, reason, text } });
  }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** True when the apiserver itself left bodies out (`--audit-log-truncate-enabled` and the webhook's). */
function isTruncated(event: JsonObject): boolean {
  const { annotations } = event;
  return (
    typeof annotations === 'object' &&
    annotations !== null &&
    (annotations as JsonObject)['audit.k8s.io/truncated'] === 'true'
  );
}
