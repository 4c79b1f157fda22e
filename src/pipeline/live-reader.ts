import { keptBy } from '../collections/kept-by.ts';
import { createParser } from '../parsers/index.ts';
import { createScanner } from '../scanner/index.ts';
import type { Found, LiveBlock, LiveSource, Micros, Parser, Reject } from '../types.ts';
import type { Dedupe } from './dedupe.ts';
import type { Engine } from './engine.ts';
import { ALWAYS, type Intake, takeFound } from './intake.ts';
import type { LiveCounts, SourceCounts } from './live-counts.ts';
import type { Outbox } from './outbox.ts';

/** Where a live reader's finds go. */
export interface LiveReaderOptions {
  readonly source: LiveSource;
  readonly dedupe: Dedupe;
  readonly outbox: Outbox;
  readonly counts: LiveCounts;
  readonly maxRecordBytes: number;
  /** What a log is counted under: few names, and none with a pod's name in it. */
  sourceOf(log: string): string;
  /** An input can't be read. */
  complain(what: string, reason: string): void;
}

/** Takes blocks in, each without a pause: between two of them, all that is known is of one instant. */
export interface LiveReader {
  /** Evaluates what a block completes, settles it, puts its alerts into the outbox; gives its rejects. */
  take(block: LiveBlock, engine: Engine): readonly Reject[];
}

const KEEP_BYTES = 4096;

/** A file that is being read. */
interface Reading {
  readonly parser: Parser;
  readonly origin: string;
  readonly counts: SourceCounts;
  /** Where in the file the parser's input began. */
  readonly base: number;
  /** How many bytes the parser got. */
  pushed: number;
  /** Of the last record. */
  time: Micros;
}

/** A reader that has no file open. */
export function createLiveReader(options: LiveReaderOptions): LiveReader {
  const { source, dedupe, outbox, counts, maxRecordBytes } = options;
  const readings = new Map<string, Reading>();
  // A file that was begun with other rules is read to its end as it was.
  const scannerFor = keptBy((engine: Engine) => createScanner(engine.fields));

  const open = (block: LiveBlock & { kind: 'bytes' }, engine: Engine): Reading => {
    const { file, log, origin, offset, time } = block;
    const scanner = scannerFor(engine);
    const parser = createParser(origin, { maxRecordBytes, keepBytes: KEEP_BYTES, scanner }, time);
    const counted = counts.of(options.sourceOf(log));
    const reading = { parser, origin, counts: counted, base: offset, pushed: 0, time };
    readings.set(file, reading);
    return reading;
  };
  const evaluate = (file: string, found: readonly Found[], reading: Reading, engine: Engine) => {
    const intake = { engine, dedupe, range: ALWAYS };
    const { late } = engine.counts;
    const rejects = found.flatMap((one) => takeSafely(one, intake, reading) ?? []);
    reading.counts.late += engine.counts.late - late;
    const record = found.findLast((one) => 'record' in one)?.record;
    if (record !== undefined) reading.time = record.time;
    const last = found.at(-1);
    if (last !== undefined) source.settle(file, reading.base + endOf(last), reading.time);
    outbox.put(engine.drain());
    return rejects;
  };

  const end = (file: string, engine: Engine): Reject[] => {
    const reading = readings.get(file);
    if (reading === undefined) return [];
    readings.delete(file);
    const rejects = evaluate(file, reading.parser.end(), reading, engine);
    // Behind the last record there is nothing but the end of its line.
    source.settle(file, reading.base + reading.pushed, reading.time);
    return rejects;
  };

  return {
    take(block, engine) {
      if (block.kind === 'failure') {
        counts.failures++;
        options.complain(block.origin, block.reason);
        return [];
      }
      if (block.kind === 'end') return end(block.file, engine);
      const { file, bytes, offset } = block;
      const known = readings.get(file);
      // A file whose tail was cut goes on at its new end.
      const torn = known !== undefined && offset !== known.base + known.pushed;
      const rejects = torn ? end(file, engine) : [];
      if (torn) source.settle(file, offset, block.time);
      const reading = readings.get(file) ?? open(block, engine);
      reading.pushed += bytes.byteLength;
      reading.counts.bytes += bytes.byteLength;
      return [...rejects, ...evaluate(file, reading.parser.push(bytes), reading, engine)];
    },
  };
}

/** A find that satrap fails on must not stop it, now and after every restart: it is kept as a reject. */
function takeSafely(found: Found, intake: Intake, reading: Reading): Reject | undefined {
  const { counts, base } = reading;
  const { events } = counts;
  let reject: Reject | undefined;
  try {
    reject = takeFound(found, intake, counts);
  } catch (error) {
    counts.rejects++;
    counts.events = events;
    reject = rejectOf(found, reading.origin, error);
  }
  if (reject === undefined) return undefined;
  counts.bump(reject.reason);
  return { ...reject, offset: base + reject.offset };
}

function rejectOf(found: Found, origin: string, error: unknown): Reject {
  if ('reject' in found) return found.reject;
  const { record, offset, length } = found;
  const reason = `satrap failed on this event, please report it: ${(error as Error).message}`;
  return {
    origin,
    offset,
    length,
    reason,
    text: JSON.stringify(record.event).slice(0, KEEP_BYTES),
  };
}

function endOf(found: Found): number {
  const { offset, length } = 'reject' in found ? found.reject : found;
  return offset + length;
}
