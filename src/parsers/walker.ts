import { Act, actOn, BACKSLASH, OPEN_ARRAY, OPEN_OBJECT, QUOTE, SCALAR, State } from './grammar.ts';

/**
 * Why a walk stopped: `more`: the bytes are used up. `closed`: the unit's last bracket. `items`: an
 * array opened as the unit's own `items`. `lost`: a byte that has no place there.
 */
export type Stop = 'more' | 'closed' | 'items' | 'lost';

/** Lists in lists: what stands deeper than this is taken as a value. */
export const MAX_LIST_DEPTH = 8;

/** The deepest nesting that is followed outside of what is held anyway. */
const MAX_DEPTH = 100_000;

/** What a string may hold but for escapes. */
const PLAIN = new Uint8Array(256).fill(1, 0x20);
PLAIN[QUOTE] = 0;
PLAIN[BACKSLASH] = 0;

const ITEMS = 'items';
const BODIES = new Set(['requestObject', 'responseObject']);
const LONGEST_KEY = 'responseObject'.length;

/** Walks through JSON byte by byte and knows where in its structure it stands. */
export class Walker {
  /** The index of the next byte. */
  at = 0;
  /** How many containers are open. */
  depth = 0;
  /** The depth at which the unit stands: the value that is walked through. */
  unit = 0;
  /** Where the unit's request and response objects stand, as input offsets; `Infinity`: not there yet. */
  bodyFrom = Number.POSITIVE_INFINITY;
  bodyTo = Number.POSITIVE_INFINITY;
  #state: State = State.value;
  #stack = new Uint8Array(64);
  #keyFrom = 0;
  #keyIsItems = false;

  /** Begins a unit with the bracket at hand. */
  begin(bracket: number): void {
    this.unit = this.depth;
    this.bodyFrom = Number.POSITIVE_INFINITY;
    this.bodyTo = Number.POSITIVE_INFINITY;
    this.#keyIsItems = false;
    this.open(bracket);
  }

  /** Enters a container. */
  open(bracket: number): void {
    if (this.depth === this.#stack.length) {
      const stack = new Uint8Array(2 * this.depth);
      stack.set(this.#stack);
      this.#stack = stack;
    }
    this.#stack[this.depth++] = bracket;
    this.#state = bracket === OPEN_OBJECT ? State.keyOrEnd : State.valueOrEnd;
    this.at++;
  }

  /** Leaves the array of a list; true when the rest of an object around it comes next. */
  leaveList(): boolean {
    this.depth--;
    if (this.depth === 0 || this.#stack[this.depth - 1] === OPEN_ARRAY) return false;
    this.unit = this.depth - 1;
    this.#state = State.nextInObject;
    this.#keyIsItems = false;
    return true;
  }

  /** Walks on from `at`. `base` is the input offset of `bytes[0]`; up to `held` any depth is followed. */
  walk(bytes: Buffer, base: number, held: number): Stop {
    while (this.at < bytes.length) {
      const stop = this.#step(bytes, base, held);
      if (stop !== undefined) return stop;
    }
    return 'more';
  }

  #step(bytes: Buffer, base: number, held: number): Stop | undefined {
    if (this.#state === State.inString || this.#state === State.inKey) {
      return this.#string(bytes, base);
    }
    if (this.#state === State.inScalar) return this.#scalar(bytes);
    const byte = bytes[this.at] as number;
    switch (actOn(this.#state, byte)) {
      case Act.open:
        return this.#enter(byte, base + this.at < held);
      case Act.close:
        return this.#close();
      case Act.key:
        this.#keyFrom = base + this.at + 1;
        return this.#become(State.inKey);
      case Act.string:
        return this.#become(State.inString);
      case Act.scalar:
        return this.#become(State.inScalar);
      case Act.colon:
        return this.#become(State.value);
      case Act.comma:
        return this.#become(this.#state === State.nextInObject ? State.key : State.value);
      case Act.skip:
        this.at++;
        return undefined;
      case Act.lose:
        return 'lost';
    }
  }

  #become(state: State): undefined {
    this.#state = state;
    this.at++;
  }

  #enter(bracket: number, held: boolean): Stop | undefined {
    const { depth } = this;
    if (depth >= MAX_DEPTH && !held) return 'lost';
    const own = this.#keyIsItems && depth === this.unit + 1 && depth < MAX_LIST_DEPTH;
    this.open(bracket);
    return own && bracket === OPEN_ARRAY ? 'items' : undefined;
  }

  #close(): Stop | undefined {
    this.at++;
    this.depth--;
    if (this.depth === this.unit) return 'closed';
    this.#valueEnds();
    return undefined;
  }

  #valueEnds(): void {
    const within = this.#stack[this.depth - 1];
    this.#state = within === OPEN_OBJECT ? State.nextInObject : State.nextInArray;
  }

  #string(bytes: Buffer, base: number): Stop | undefined {
    const { length } = bytes;
    for (let at = this.at; at < length; at++) {
      const byte = bytes[at] as number;
      if (PLAIN[byte] === 1) continue;
      if (byte === QUOTE) {
        this.at = at + 1;
        if (this.#state === State.inKey) this.#keyEnds(bytes, at, base);
        else this.#valueEnds();
        return undefined;
      }
      // An escape is taken whole, so it waits for its second byte.
      if (byte === BACKSLASH && (bytes[at + 1] ?? 0) >= 0x20) at++;
      else return this.#badByte(bytes, at);
    }
    this.at = length;
    return undefined;
  }

  #badByte(bytes: Buffer, at: number): Stop {
    this.at = at;
    if (bytes[at] !== BACKSLASH) return 'lost';
    if (at + 1 === bytes.length) return 'more';
    this.at++;
    return 'lost';
  }

  #scalar(bytes: Buffer): undefined {
    while (SCALAR[bytes[this.at] as number] === 1) this.at++;
    if (this.at < bytes.length) this.#valueEnds();
  }

  #keyEnds(bytes: Buffer, end: number, base: number): void {
    this.#state = State.colon;
    if (this.depth !== this.unit + 1) return;
    const from = this.#keyFrom - base;
    const key = end - from > LONGEST_KEY ? undefined : bytes.toString('latin1', from, end);
    this.#keyIsItems = key === ITEMS;
    if (key !== undefined && BODIES.has(key)) {
      this.bodyFrom = Math.min(this.bodyFrom, base + end);
      this.bodyTo = Number.POSITIVE_INFINITY;
    } else if (this.bodyFrom < Number.POSITIVE_INFINITY) {
      this.bodyTo = Math.min(this.bodyTo, base + end);
    }
  }
}
