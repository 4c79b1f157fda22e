import { EventRecord } from '../../record/event-record.ts';
import type { AttachedScanner } from '../../scanner/attached.ts';
import { ROW_FROM } from '../../scanner/layout.ts';
import { type ScannedLines, ScannedRecord } from '../../scanner/scanned-record.ts';
import type { Found, Json, JsonObject, Micros, Reject } from '../../types.ts';
import { type Gists, ToldRecord } from './told-record.ts';

/** Finds as one thread sends them to another: rows stay where they are. */
export type PackedFinds = readonly PackedFind[];

type PackedFind =
  | {
      readonly kind: 'rows';
      /** The first row, in words, and how many follow each other. */
      readonly row: number;
      readonly count: number;
      /** What is to be taken from a byte in memory for its offset in the input. */
      readonly shift: number;
      /** Of a single one that stands in the input as something else, such as a line of a container log. */
      readonly as?: { readonly offset: number; readonly length: number };
    }
  | {
      readonly kind: 'event';
      readonly event: JsonObject;
      readonly time: Micros;
      readonly partial: boolean;
      readonly offset: number;
      readonly length: number;
    }
  | { readonly kind: 'reject'; readonly reject: Reject };

/**
 * Packs the finds of a scanner whose rows are so many words long, and whose memory is `words`; `undefined` when
 * an event is nested too deep to be sent.
 */
export function packFinds(
  found: readonly Found[],
  words: Int32Array,
  rowWords: number,
): PackedFind[] | undefined {
  const packed: PackedFind[] = [];
  let run: { kind: 'rows'; row: number; count: number; shift: number } | undefined;
  for (const one of found) {
    if ('record' in one && one.record instanceof ScannedRecord) {
      const { row } = one.record;
      if (one !== one.record) {
        const { offset, length } = one;
        packed.push({ kind: 'rows', row, count: 1, shift: 0, as: { offset, length } });
        run = undefined;
        continue;
      }
      if (run !== undefined && row === run.row + run.count * rowWords) run.count++;
      else {
        run = {
          kind: 'rows',
          row,
          count: 1,
          shift: (words[row + ROW_FROM] as number) - one.offset,
        };
        packed.push(run);
      }
    } else {
      run = undefined;
      if ('record' in one && isDeep(one.record.event, DEEPEST)) return undefined;
      packed.push(packOther(one));
    }
  }
  return packed;
}

function packOther(found: Found): PackedFind {
  if ('reject' in found) return { kind: 'reject', reject: found.reject };
  const { record, offset, length } = found;
  const { event, time, partial } = record;
  return { kind: 'event', event, time, partial, offset, length };
}

/** Finds of another thread's scanner, whose numbers are from one of its numberings; `gists`: of all rows, if any. */
export function unpackFinds(
  packed: PackedFinds,
  scanner: AttachedScanner,
  numbering: number,
  gists?: Gists,
): Found[] {
  const numbers = scanner.numberings[numbering] as AttachedScanner['numberings'][number];
  const found: Found[] = [];
  let at = 0;
  const recordAt = (lines: ScannedLines, row: number): ScannedRecord => {
    if (gists === undefined) return new ScannedRecord(lines, row);
    const record = new ToldRecord(lines, row, gists, at);
    at = record.next;
    return record;
  };
  for (const one of packed) {
    if (one.kind === 'reject') found.push({ reject: one.reject });
    else if (one.kind === 'event') {
      const { event, time, partial, offset, length } = one;
      found.push({ record: new EventRecord(event, time, partial), offset, length });
    } else {
      const lines = { scanner, numbers, shift: one.shift };
      if (one.as !== undefined) found.push({ record: recordAt(lines, one.row), ...one.as });
      else
        for (let index = 0; index < one.count; index++)
          found.push(recordAt(lines, one.row + index * scanner.rowWords));
    }
  }
  return found;
}

/** What is sent from thread to thread is walked through level by level, on a stack that ends. */
const DEEPEST = 500;

function isDeep(value: Json, left: number): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (left === 0) return true;
  return Object.values(value).some((member: Json) => isDeep(member, left - 1));
}
