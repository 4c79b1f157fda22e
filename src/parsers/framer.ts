import type { Frame, FramerLimits, Receiver } from './frame.ts';
import { byteSet, CLOSE_ARRAY, CLOSE_OBJECT, CR, LF, OPEN_ARRAY, OPEN_OBJECT } from './grammar.ts';
import { LOOK, lookFrom, startsAnew, startsEvent, swallowedEvent } from './restart.ts';
import { MAX_LIST_DEPTH, Walker } from './walker.ts';
import { Window } from './window.ts';

const NOTHING = Buffer.alloc(0);
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const SEPARATORS = byteSet(' \t\r\n\0,');
/** How far back `lookFrom` and keys may reach. */
const BACK = 128;
/** The longest line that is waited for, in bytes. */
const LONGEST_WAIT = 1_048_576;

/**
 * Finds the records in a stream of JSON values: one a line, pretty-printed, concatenated, or the
 * elements of arrays and of `items` in objects. A list's own bytes and separators are passed over, so
 * memory is bounded by the limits whatever the size of the input.
 */
export class Framer {
  readonly #limits: FramerLimits;
  readonly #receiver: Receiver;
  readonly #window = new Window();
  readonly #walker = new Walker();
  #phase: 'between' | 'record' | 'list' | 'lost' = 'between';
  #ended = false;
  /** Where the record, or the loss, starts in the input. */
  #start = 0;
  #head: Buffer = NOTHING;
  #loss: Pick<Frame, 'kind' | 'bytes'> = { kind: 'text', bytes: NOTHING };
  #newline = -1;
  #triedLine = -1;
  /** Behind the last line feed at hand. */
  #linesEnd = 0;

  constructor(limits: FramerLimits, receiver: Receiver) {
    this.#limits = limits;
    this.#receiver = receiver;
    this.#window.base = limits.start ?? 0;
  }

  /** Takes the next bytes of the input. */
  push(chunk: Uint8Array): void {
    this.#window.push(chunk);
    this.#linesEnd = this.#window.bytes.lastIndexOf(LF) + 1;
    this.#scan();
    const from = this.#keepFrom();
    this.#walker.at -= from - this.#window.base;
    this.#window.keep(from);
  }

  /** The input has ended. */
  end(): void {
    this.#ended = true;
    this.#linesEnd = 0;
    this.#scan();
    while (this.#phase === 'record') {
      this.#walker.at = this.#window.bytes.length;
      this.#lose('long');
      this.#scan();
    }
    if (this.#phase === 'lost') this.#giveUp();
    else if (this.#walker.depth > 0) {
      this.#start = this.#offset;
      this.#tell('unclosed', NOTHING);
    }
  }

  /** Nothing is held back, and no list is open. */
  get idle(): boolean {
    return this.#phase === 'between' && this.#walker.depth === 0 && this.#window.bytes.length === 0;
  }

  get #offset(): number {
    return this.#window.base + this.#walker.at;
  }

  /** True while the record is held whole; beyond the limit only its length counts. */
  get #holding(): boolean {
    return this.#phase === 'record' && this.#offset - this.#start <= this.#limits.maxRecordBytes;
  }

  #keepFrom(): number {
    if (this.#holding) return this.#start;
    if (this.#phase === 'between') return this.#offset;
    if (this.#phase !== 'list') this.#saveHead(this.#offset);
    if (this.#phase === 'lost') return this.#offset;
    return Math.max(this.#window.base, this.#offset - BACK);
  }

  #scan(): void {
    const { bytes } = this.#window;
    const walker = this.#walker;
    // What was known is of bytes that stood elsewhere in the window.
    this.#newline = -1;
    let moving = true;
    while (moving && walker.at < bytes.length) {
      if (this.#phase === 'between') moving = this.#between();
      else if (this.#phase === 'lost') moving = this.#search();
      else moving = this.#walk();
    }
  }

  /** Between records: on to where the next begins. False: more bytes are needed. */
  #between(): boolean {
    const { bytes } = this.#window;
    const walker = this.#walker;
    while (SEPARATORS[bytes[walker.at] as number] === 1) walker.at++;
    const byte = bytes[walker.at];
    if (byte === undefined) return false;
    if (byte === CLOSE_ARRAY || byte === CLOSE_OBJECT) this.#leaveList(byte);
    else if (byte === OPEN_ARRAY && walker.depth < MAX_LIST_DEPTH) walker.open(byte);
    else if (byte !== OPEN_ARRAY && byte !== OPEN_OBJECT) return this.#stray(byte);
    else if (this.#takeLines()) return true;
    else if (this.#awaitsLine()) return false;
    else if (!this.#takeLine()) {
      this.#phase = 'record';
      this.#start = this.#offset;
      walker.begin(byte);
    }
    return true;
  }

  /** A bracket that closes nothing is left over from a list whose start broke: a separator. */
  #leaveList(bracket: number): void {
    const walker = this.#walker;
    walker.at++;
    if (walker.depth > 0 && bracket === CLOSE_ARRAY && walker.leaveList()) this.#phase = 'list';
  }

  /** The shortest way: as many usual lines as there are. */
  #takeLines(): boolean {
    const walker = this.#walker;
    const { at } = walker;
    if (walker.depth > 0 || at >= this.#linesEnd) return false;
    walker.at = this.#receiver.lines(this.#window.bytes, at, this.#linesEnd, this.#offset);
    return walker.at > at;
  }

  /** A line that has only begun may be a usual one: walking it meanwhile would be for nothing. */
  #awaitsLine(): boolean {
    const { bytes } = this.#window;
    const { at, depth } = this.#walker;
    if (depth > 0 || this.#ended || !this.#limits.waits) return false;
    const isWhole = bytes[bytes.length - 1] === CLOSE_OBJECT;
    return at >= this.#linesEnd && !isWhole && bytes.length - at < LONGEST_WAIT;
  }

  /** The short way for a line of its own; gives what the long way would. */
  #takeLine(): boolean {
    const { bytes, base } = this.#window;
    const walker = this.#walker;
    if (walker.depth > 0) return false;
    if (this.#newline < walker.at) this.#newline = bytes.indexOf(LF, walker.at);
    if (this.#newline < 0) this.#newline = bytes.length;
    if (this.#newline === bytes.length || base + this.#newline === this.#triedLine) return false;
    this.#triedLine = base + this.#newline;
    const to = bytes[this.#newline - 1] === CR ? this.#newline - 1 : this.#newline;
    if (bytes[to - 1] !== CLOSE_OBJECT || to - walker.at > this.#limits.maxRecordBytes)
      return false;
    if (!this.#receiver.line(bytes, walker.at, to, this.#offset)) return false;
    walker.at = this.#newline + 1;
    return true;
  }

  #walk(): boolean {
    const bound = this.#phase === 'record' ? this.#start + this.#limits.maxRecordBytes : 0;
    const stop = this.#walker.walk(this.#window.bytes, this.#window.base, bound);
    if (stop === 'more') return false;
    if (stop === 'closed' && this.#phase === 'record') this.#recordEnds();
    if (stop === 'items' && !this.#isList()) return true;
    if (stop === 'lost') this.#lose(this.#phase === 'record' ? 'long' : 'text');
    else this.#phase = 'between';
    return true;
  }

  /** A record that has `items` among other things stays one. */
  #isList(): boolean {
    const { bytes, base } = this.#window;
    if (!this.#holding) return true;
    return this.#receiver.opensList(bytes.subarray(this.#start - base, this.#walker.at - 1));
  }

  #recordEnds(): void {
    const { bytes, base } = this.#window;
    const kind = this.#holding ? 'value' : 'long';
    const value = kind === 'value' ? bytes.subarray(this.#start - base, this.#walker.at) : NOTHING;
    this.#tell(kind, value);
  }

  /** What is no JSON between records: a byte order mark, or a loss. False: more bytes are needed. */
  #stray(byte: number): boolean {
    const { bytes, base } = this.#window;
    const { at } = this.#walker;
    if (byte >= 0x80 && at + 3 > bytes.length && !this.#ended) return false;
    if (bytes.subarray(at, at + 3).equals(BYTE_ORDER_MARK)) {
      this.#walker.at += 3;
      return true;
    }
    const pair = bytes[at + 1];
    const utf16 = (byte === 0xff && pair === 0xfe) || (byte === 0xfe && pair === 0xff);
    this.#lose(utf16 && base + at === 0 ? 'utf16' : 'text');
    return true;
  }

  /** The structure broke at hand: lists are forgotten, and the next event is looked for. */
  #lose(kind: Frame['kind']): void {
    const { bytes, base } = this.#window;
    const walker = this.#walker;
    const holding = this.#holding;
    const lowest = this.#phase === 'record' ? this.#start + 1 - base : 0;
    const from = this.#phase === 'between' ? walker.at : lookFrom(bytes, walker.at, lowest);
    if (this.#phase !== 'record') this.#start = base + from;
    this.#phase = 'lost';
    this.#loss = { kind, bytes: NOTHING };
    walker.depth = 0;
    walker.at = from;
    if (holding) this.#keepRead(bytes.subarray(this.#start - base, from));
  }

  /** Keeps what was read of a broken record, and goes back to the event that it had swallowed. */
  #keepRead(read: Buffer): void {
    const walker = this.#walker;
    const from = walker.bodyFrom - this.#start;
    const swallowed = swallowedEvent(read, { from, to: walker.bodyTo - this.#start });
    this.#loss = { kind: 'broken', bytes: Buffer.from(read.subarray(0, swallowed)) };
    if (swallowed === undefined) return;
    walker.at = this.#start - this.#window.base + swallowed;
    this.#giveUp();
  }

  /** Looks for where the next record begins. False: more bytes are needed. */
  #search(): boolean {
    const { bytes } = this.#window;
    const walker = this.#walker;
    for (; walker.at < bytes.length; walker.at++) {
      const byte = bytes[walker.at];
      if (this.#loss.kind === 'utf16' || (byte !== LF && byte !== OPEN_OBJECT)) continue;
      const need = byte === LF ? 2 : LOOK;
      if (walker.at + need > bytes.length && !this.#ended) return false;
      const found =
        byte === LF ? startsAnew(bytes[walker.at + 1] ?? LF) : startsEvent(bytes, walker.at);
      if (!found) continue;
      this.#giveUp();
      return true;
    }
    return false;
  }

  /** Reports the loss, which reaches up to what is at hand. */
  #giveUp(): void {
    const { kind, bytes } = this.#loss;
    this.#loss = { kind: 'text', bytes: NOTHING };
    this.#tell(this.#offset === this.#start ? 'unclosed' : kind, bytes);
  }

  #tell(kind: Frame['kind'], bytes: Buffer): void {
    const offset = this.#start;
    if (kind !== 'value') this.#saveHead(this.#offset);
    this.#phase = 'between';
    this.#receiver.frame({ kind, offset, length: this.#offset - offset, bytes, head: this.#head });
    this.#head = NOTHING;
  }

  /** Copies the start of the record or the loss before its bytes go. */
  #saveHead(upTo: number): void {
    const { bytes, base } = this.#window;
    const from = this.#start + this.#head.length;
    const to = Math.min(this.#start + this.#limits.keepBytes, upTo);
    if (from >= to) return;
    const more = bytes.subarray(from - base, to - base);
    this.#head = this.#head.length === 0 ? Buffer.from(more) : Buffer.concat([this.#head, more]);
  }
}
