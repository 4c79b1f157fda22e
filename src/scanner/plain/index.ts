import { type Digest, isolate, ROOT } from '../../record/digest-lanes.ts';
import type { ScannerCore } from '../core.ts';
import { ROW_DIGEST, ROW_FLAGS, ROW_FROM, ROW_LENGTH } from '../layout.ts';
import { EvidenceWriter } from './evidence.ts';
import { Fingerprints } from './fingerprints.ts';
import { Members } from './members.ts';
import { PlainMemory } from './memory.ts';
import { Numbering } from './numbering.ts';
import { Row } from './row.ts';
import { Text } from './text.ts';
import { Walk } from './walk.ts';
import { Wanted } from './wanted.ts';

const LF = 0x0a;
const CR = 0x0d;
const OPEN_OBJECT = 0x7b;

/**
 * A scanner's core in plain TypeScript, for where there is no SIMD, and to hold the other to: the same
 * rows for the same lines. It knows no shapes, which are but a shortcut.
 */
export function plainCore(): ScannerCore {
  const memory = new PlainMemory();
  const text = new Text(memory);
  const members = new Members(memory);
  const row = new Row(memory, text);
  const numbering = new Numbering(memory);
  const evidence = new EvidenceWriter(memory);
  const fingerprints = new Fingerprints(memory);
  const parts = { memory, text, members, row };
  const walk = new Walk(parts);
  const wanted = new Wanted(parts, walk, numbering);
  const lines = new Lines({ memory, row, fingerprints }, walk, wanted);
  return {
    memory,
    prepare: (root, blank, rowWords, spans, event, version, scratch, scratchSize) => {
      text.prepare(scratch, scratchSize);
      wanted.prepare(event, version);
      row.prepare(spans * 4);
      lines.prepare({ root, blank, rowWords, spans });
    },
    prepareNumbering: (...places) => numbering.prepare(...places),
    prepareMembers: (table, slots) => members.prepare(table, slots),
    prepareShapes: () => undefined,
    prepareFingerprints: (...places) => fingerprints.prepare(...places),
    prepareEvidence: (fields, output, spans) => evidence.prepare(fields, output, spans),
    scan: (from, to, rows, most, longest) => {
      if (members.crowded) members.forget();
      return lines.scan(from, to, rows, { most, longest });
    },
    stoppedAt: () => lines.stoppedAt,
    evidence: (at) => evidence.write(at),
    isFull: () => numbering.full,
  };
}

/** The root node and an empty row up to its spans, in bytes; how long a row is and where its spans begin, in words. */
interface LinePlaces {
  readonly root: number;
  readonly blank: number;
  readonly rowWords: number;
  readonly spans: number;
}

/** Reads lines into rows. */
class Lines {
  /** Where the last scan stopped: at the end, or at a line that is for somebody else. */
  stoppedAt = 0;
  readonly #memory: PlainMemory;
  readonly #row: Row;
  readonly #walk: Walk;
  readonly #wanted: Wanted;
  readonly #digest: Digest = new Int32Array(4);
  readonly #fingerprints: Fingerprints;
  #places: LinePlaces = { root: 0, blank: 0, rowWords: 0, spans: 0 };

  constructor(
    { memory, row, fingerprints }: { memory: PlainMemory; row: Row; fingerprints: Fingerprints },
    walk: Walk,
    wanted: Wanted,
  ) {
    this.#memory = memory;
    this.#row = row;
    this.#fingerprints = fingerprints;
    this.#walk = walk;
    this.#wanted = wanted;
  }

  /** Tells where things stand. */
  prepare(places: LinePlaces): void {
    this.#places = places;
  }

  /** Reads the lines from `from` to `to` into rows, at most so many; gives how many there are. */
  scan(
    from: number,
    to: number,
    rows: number,
    { most, longest }: { most: number; longest: number },
  ): number {
    let count = 0;
    this.stoppedAt = from;
    for (; this.stoppedAt < to && count < most; count++) {
      const after = this.#record(this.stoppedAt, rows + count * this.#places.rowWords * 4, longest);
      if (after === 0) break;
      this.stoppedAt = after;
    }
    return count;
  }

  /** Reads one line into a row; gives where the next starts, or 0 when this one is for somebody else. */
  #record(from: number, row: number, longest: number): number {
    const memory = this.#memory;
    if (memory.byte(from) !== OPEN_OBJECT) return 0;
    const { blank, root, spans } = this.#places;
    memory.bytes.copyWithin(row, blank, blank + spans * 4);
    this.#row.at = row;
    this.#walk.begin();
    this.#wanted.begin();
    const end = this.#walk.object(from + 1, root, ROOT, this.#wanted);
    if (end === 0 || end - from > longest || !this.#wanted.isEvent) return 0;
    const after = memory.byte(end) === CR ? end + 1 : end;
    if (memory.byte(after) !== LF) return 0;
    memory.setWord(row, ROW_FROM, from);
    memory.setWord(row, ROW_LENGTH, end - from);
    memory.setWord(row, ROW_FLAGS, this.#walk.flags);
    this.#digest.set(this.#walk.sum);
    isolate(this.#digest);
    memory.words.set(this.#digest, (row >> 2) + ROW_DIGEST);
    this.#fingerprints.put(row);
    return after + 1;
  }
}
