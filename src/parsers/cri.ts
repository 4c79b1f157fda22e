import type { Found, Parser } from '../types.ts';

/**
 * Container logs as the kubelet's container runtimes write them (Kubernetes CRI, "logging"): each line
 * begins with a time, a stream, and `F` for a full line or `P` for a part that the next line continues.
 * kube-apiserver's audit log is found in one when it is written to `-`.
 */

const PREFIX =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.]\d{1,9})?(?:Z|[+-]\d\d:\d\d) (std(?:out|err)) ([FP])(?:[:]\S{1,40})? /;
/** No prefix is longer. */
const LONGEST_PREFIX = 100;
const LF = 0x0a;
const NEWLINE = Buffer.from('\n');

/** Whether an input whose first bytes are these is a container log; `undefined` while more must be seen. */
export function looksLikeCri(head: Buffer): boolean | undefined {
  let start = 0;
  while (head[start] === LF) start++;
  const first = head[start];
  if (first === undefined) return undefined;
  // JSON does not begin with a digit here.
  if (first < 0x30 || first > 0x39) return false;
  const line = head.toString('latin1', start, start + LONGEST_PREFIX);
  if (PREFIX.test(line)) return true;
  return line.length < LONGEST_PREFIX && !line.includes('\n') ? undefined : false;
}

/** From here on, inner and outer offsets differ by the same. */
interface Stretch {
  readonly inner: number;
  readonly outer: number;
}

/**
 * Gives another parser what stands on standard output, without prefixes and put together again, and its
 * finds the offsets of the container log. Lines of standard error are the apiserver's own log and no part
 * of the audit log; a line without a prefix is passed on as it is.
 */
export class CriParser implements Parser {
  readonly #inner: Parser;
  /** The beginning of a line whose prefix is not all there yet. */
  #held: Buffer = Buffer.alloc(0);
  /** What is done with the rest of the line at hand; `undefined` at the start of one. */
  #line: { readonly take: boolean; readonly full: boolean } | undefined;
  #stretches: Stretch[] = [];
  #innerAt = 0;
  #outerAt = 0;

  constructor(inner: Parser) {
    this.#inner = inner;
  }

  push(bytes: Uint8Array): readonly Found[] {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const input = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    return this.#relocate(this.#inner.push(this.#strip(input, false)));
  }

  /** What comes next is a container log too, which nobody else would take it for. */
  get idle(): boolean {
    return false;
  }

  end(): readonly Found[] {
    const rest = this.#strip(this.#held, true);
    const found = rest.length === 0 ? [] : [...this.#inner.push(rest)];
    return this.#relocate([...found, ...this.#inner.end()]);
  }

  /** The audit log in some bytes; what can't be decided yet is held. */
  #strip(input: Buffer, ended: boolean): Buffer {
    const parts: Buffer[] = [];
    let at = 0;
    while (at < input.length) {
      if (this.#line === undefined) {
        const length = this.#begin(input.subarray(at, at + LONGEST_PREFIX), ended);
        if (length === undefined) break;
        at += length;
        this.#outerAt += length;
      }
      const newline = input.indexOf(LF, at);
      const to = newline < 0 ? input.length : newline;
      this.#take(input.subarray(at, to), parts);
      at = to;
      if (newline < 0) break;
      this.#endLine(parts);
      at++;
    }
    this.#held = Buffer.from(input.subarray(at));
    return Buffer.concat(parts);
  }

  /** Reads a line's prefix; gives its length, or `undefined` where more must be seen. */
  #begin(head: Buffer, ended: boolean): number | undefined {
    const text = head.toString('latin1');
    const [prefix, stream, tag] = PREFIX.exec(text) ?? [];
    const whole = ended || head.length === LONGEST_PREFIX || text.includes('\n');
    if (prefix === undefined && !whole) return undefined;
    this.#line = { take: stream !== 'stderr', full: tag !== 'P' };
    return prefix?.length ?? 0;
  }

  #take(content: Buffer, parts: Buffer[]): void {
    if (this.#line?.take) this.#pass(content, parts);
    this.#outerAt += content.length;
  }

  #endLine(parts: Buffer[]): void {
    if (this.#line?.take && this.#line.full) this.#pass(NEWLINE, parts);
    this.#outerAt++;
    this.#line = undefined;
  }

  #pass(bytes: Buffer, parts: Buffer[]): void {
    const last = this.#stretches.at(-1);
    const differs = last === undefined || last.outer - last.inner !== this.#outerAt - this.#innerAt;
    if (differs) this.#stretches.push({ inner: this.#innerAt, outer: this.#outerAt });
    parts.push(bytes);
    this.#innerAt += bytes.length;
  }

  #relocate(found: readonly Found[]): readonly Found[] {
    return found.map((one) => {
      const { offset, length } = 'reject' in one ? one.reject : one;
      const start = this.#outerOf(offset);
      const end = length === 0 ? start : this.#outerOf(offset + length - 1) + 1;
      const place = { offset: start, length: end - start };
      this.#forget(offset);
      if ('reject' in one) return { reject: { ...one.reject, ...place } };
      return { record: one.record, ...place };
    });
  }

  #outerOf(inner: number): number {
    const stretch = this.#stretches.findLast((one) => one.inner <= inner);
    return stretch === undefined ? inner : inner + stretch.outer - stretch.inner;
  }

  /** Finds come in order: what lies before one is not asked for again. */
  #forget(before: number): void {
    const last = this.#stretches.findLastIndex((one) => one.inner <= before);
    if (last > 0) this.#stretches.splice(0, last);
  }
}
