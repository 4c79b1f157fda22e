const LF = 0x0a;
const SPACE = 0x20;

/** Collects JSON objects out of a body, one a line. */
export class LineBuffer {
  readonly #body: Buffer;
  #out: Buffer;
  #length = 0;
  /** The next line feed in the body that was not passed yet. */
  #newline: number;

  constructor(body: Buffer) {
    this.#body = body;
    // Room for what is put in front of 400 events; it grows.
    this.#out = Buffer.allocUnsafe(body.length + 20_000);
    this.#newline = this.#next(0);
  }

  /** All lines so far. */
  get bytes(): Buffer {
    return this.#out.subarray(0, this.#length);
  }

  /** Adds the object at these bytes, with members put in front of its own; ranges go upwards. */
  add(from: number, to: number, members: string): void {
    this.#reserve(to - from + members.length + 1);
    const out = this.#out;
    out[this.#length] = this.#body[from] as number;
    this.#length += 1 + out.write(members, this.#length + 1, 'latin1');
    const start = this.#length;
    this.#length += this.#body.copy(out, start, from + 1, to);
    if (this.#newline < from) this.#newline = this.#next(from);
    if (this.#newline < to) this.#unfold(start);
    out[this.#length++] = LF;
  }

  #next(from: number): number {
    const at = this.#body.indexOf(LF, from);
    return at < 0 ? this.#body.length : at;
  }

  /** In JSON a line feed is white space: strings can't hold one. */
  #unfold(from: number): void {
    const end = this.#length;
    let at = this.#out.indexOf(LF, from);
    while (at >= 0 && at < end) {
      this.#out[at] = SPACE;
      at = this.#out.indexOf(LF, at);
    }
  }

  #reserve(more: number): void {
    const need = this.#length + more;
    if (need <= this.#out.length) return;
    const grown = Buffer.allocUnsafe(Math.max(need, Math.ceil(this.#out.length * 1.5)));
    this.#out.copy(grown, 0, 0, this.#length);
    this.#out = grown;
  }
}
