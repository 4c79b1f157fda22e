import { whyNoEvent } from '../../src/parsers/shape.ts';
import { EventRecord, eventTime } from '../../src/record/event-record.ts';
import { LineScanner } from '../../src/scanner/line-scanner.ts';
import type { Scanner } from '../../src/scanner/scanner.ts';
import type { Found, JsonObject } from '../../src/types.ts';
import { type Depth, difference } from './compare.ts';

const LF = 0x0a;
const CR = 0x0d;

/** Scans lines without a parser around, which is quick: those that are refused cost nothing more. */
export class CheckedLines {
  readonly counts = { scanned: 0, refused: 0 };
  readonly #lines: LineScanner;
  readonly #depth: () => Depth;

  constructor(scanner: Scanner, depth: () => Depth) {
    this.#lines = new LineScanner(scanner, Number.MAX_SAFE_INTEGER);
    this.#depth = depth;
  }

  /** Scans what ends with a line feed; gives the first difference from what JSON.parse makes of it. */
  check(bytes: Buffer): string | undefined {
    const found: Found[] = [];
    this.#lines.begin();
    for (let at = 0; at < bytes.length; ) {
      at = this.#lines.read(bytes, at, bytes.length, at, found);
      if (at === bytes.length) break;
      this.counts.refused++;
      at = bytes.indexOf(LF, at) + 1;
    }
    this.counts.scanned += found.length;
    for (const one of found) {
      const expected = 'record' in one ? parsed(bytes, one) : 'a reject';
      if (typeof expected === 'string') return expected;
      const which = difference([one], [expected], this.#depth);
      if (which !== undefined) return `at ${expected.offset}: ${which}`;
    }
    return undefined;
  }
}

type Place = Extract<Found, { record: unknown }>;

/** What a parser makes of a line that was found; a text says why it is none. */
function parsed(bytes: Buffer, { offset, length }: Place): Place | string {
  const end = offset + length;
  const isLine =
    (offset === 0 || bytes[offset - 1] === LF) &&
    (bytes[end] === LF || (bytes[end] === CR && bytes[end + 1] === LF));
  if (!isLine) return `no line at ${offset}`;
  const event = eventIn(bytes.toString('utf8', offset, end));
  if (event === undefined || Object.hasOwn(event, 'items') || whyNoEvent(event) !== undefined) {
    return `no event at ${offset}`;
  }
  const { annotations } = event;
  const partial = (annotations as JsonObject | undefined)?.['audit.k8s.io/truncated'] === 'true';
  return { record: new EventRecord(event, eventTime(event) ?? -1, partial), offset, length };
}

function eventIn(text: string): JsonObject | undefined {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
}
