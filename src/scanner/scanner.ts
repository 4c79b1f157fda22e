import { randomBytes } from 'node:crypto';
import type { FieldPath } from '../types.ts';
import type { ScannerCore, ScannerMemory } from './core.ts';
import { createKeyTree, type KeyTree, type WantedPath, writeTree } from './key-table.ts';
import {
  CHILD_NUMBERED,
  CHILD_TAKEN,
  EVIDENCE_FIELDS,
  LONGEST_EVIDENCE,
  ROW_NUMBERS,
  SPAN_WORDS,
} from './layout.ts';
import { ScannerNumbers } from './numbers.ts';
import { blankRow, tellingWords, toBlocks } from './row-words.ts';
import { ScannerViews } from './views.ts';

const PAGE = 65_536;
const TABLE_SLOTS = 262_144;
const NUMBERS = 131_072;
const ROOM = 8_388_608;
const SHAPES = 65_536;
/** Twice as many keys as a record may have. */
const MEMBERS = 65_536;
/** Lines with a string with escapes that is longer are read by somebody else. */
const LONGEST = 1_048_576;
/** No line with less than that is an event. */
const SHORTEST = 64;
/** As many bytes as may be read or written behind an end. */
const MARGIN = 64;
const EVIDENCE_SIZE = EVIDENCE_FIELDS * (LONGEST_EVIDENCE + 16) + MARGIN;

/** What is read of events. */
export interface ScannerPaths {
  readonly wanted: readonly WantedPath[];
  /** What evidence is made of, in its order; of a path with `last`, the last element. */
  readonly evidence: readonly FieldPath[];
}

/** Where lines stand, and the rows that they are read into; all in bytes of memory. */
export interface Slab {
  /** Which of the numberings its rows' numbers are from. */
  numbering: number;
  readonly room: number;
  readonly bytes: number;
  readonly rows: number;
  /** How many rows there is room for. */
  readonly most: number;
}

/** What another thread needs to look at a scanner's rows. */
export interface ScannerHandle {
  readonly memory: ScannerMemory;
  readonly rowWords: number;
  readonly spans: number;
  /** The slots of evidence, where evidence may be written, and the numbers' entries; in bytes. */
  readonly evidenceFields: number;
  readonly evidenceAt: number;
  readonly entries: readonly number[];
  readonly numbers: number;
}

/** Two take turns, so that what was read with one is good while the other begins anew. */
interface Numbering {
  /** In bytes: the entries, and the room for values. */
  readonly entries: number;
  readonly room: number;
  readonly numbers: ScannerNumbers;
  /** How many slabs are in use whose rows have its numbers. */
  slabs: number;
}

/** A core with its tables written, and the memory that lines are put into. */
export class Scanner {
  readonly core: ScannerCore;
  readonly views: ScannerViews;
  readonly slots: ReadonlyMap<FieldPath, number>;
  /** In words. */
  readonly rowWords: number;
  /** Where in a row the spans begin, in words. */
  readonly spans: number;
  readonly evidenceAt: number;
  /** For one other thread, which gets its own place for evidence. */
  readonly handle: ScannerHandle;
  readonly #tree: KeyTree;
  /** The children of the key tree whose values get numbers, in bytes. */
  readonly #numbered: readonly number[];
  #used = 1024;
  readonly #table: number;
  readonly #numberings: readonly Numbering[];
  #numbering = 0;
  readonly #free: Slab[] = [];

  /** `key`: see `prepareFingerprints`. */
  constructor(
    core: ScannerCore,
    { wanted, evidence }: ScannerPaths,
    key: Uint8Array = randomBytes(16),
  ) {
    this.core = core;
    this.views = new ScannerViews(core.memory);
    this.#tree = createKeyTree(wanted);
    const { slots, slotCount, root } = this.#tree;
    this.slots = slots;
    this.spans = ROW_NUMBERS + toBlocks(slotCount);
    this.rowWords = toBlocks(this.spans + slotCount * SPAN_WORDS);
    const fields = evidence.map((path) => slotFor(path, wanted, slots));
    const evidenceFields = this.#put(Int32Array.from(fields));
    this.evidenceAt = this.#allocate(EVIDENCE_SIZE);
    core.prepareEvidence(evidenceFields, this.evidenceAt, this.spans);
    const tree = writeTree(root, this.views, (size) => this.#allocate(size));
    this.#numbered = tree.numbered;
    core.prepare(
      tree.root,
      this.#put(blankRow(this.spans)),
      this.rowWords,
      this.spans,
      this.#put(Buffer.from('"Event"')),
      this.#put(Buffer.from('"audit.k8s.io/v1"')),
      this.#allocate(LONGEST + MARGIN),
      LONGEST,
    );
    core.prepareFingerprints(
      this.#put(key),
      this.#put(tellingWords(this.#tree)),
      (this.spans - ROW_NUMBERS) * 4,
    );
    core.prepareMembers(this.#allocate(MEMBERS * 8), MEMBERS);
    core.prepareShapes(this.#allocate(SHAPES), SHAPES);
    this.#table = this.#allocate(TABLE_SLOTS * 16);
    this.#numberings = [this.#newNumbering(), this.#newNumbering()];
    this.#beginNumbers();
    const { memory } = core;
    const evidenceAt = this.#allocate(EVIDENCE_SIZE);
    const { rowWords, spans } = this;
    const entries = this.#numberings.map((one) => one.entries);
    const numbers = NUMBERS;
    this.handle = { memory, rowWords, spans, evidenceFields, evidenceAt, entries, numbers };
  }

  /** The evidence of a row (in words) as JSON; `undefined` when it isn't that simple. */
  packed(row: number): string | undefined {
    const size = this.core.evidence(row * 4);
    if (size === 0) return undefined;
    return this.views.bytes.toString('latin1', this.evidenceAt, this.evidenceAt + size);
  }

  /** Puts the same into doubles; how many bytes it took, or 0. */
  packInto(row: number, into: Float64Array, at: number): number {
    return this.views.copyText(this.evidenceAt, this.core.evidence(row * 4), into, at);
  }

  /** Which of the numberings is in use. */
  get numbering(): number {
    return this.#numbering;
  }

  /** The numbers that are given now. */
  get numbers(): ScannerNumbers {
    return (this.#numberings[this.#numbering] as Numbering).numbers;
  }

  /** Where there was no room for a value, numbers begin anew, unless older ones are in use still. */
  #renewNumbers(): void {
    const other = 1 - this.#numbering;
    if (!this.core.isFull() || (this.#numberings[other] as Numbering).slabs > 0) return;
    this.#numbering = other;
    this.#beginNumbers();
    this.numbers.turnTo(this.numbers.epoch + 1);
    const { words } = this.views;
    for (const child of this.#numbered) {
      // A field that hardly repeats is left out for a while: it would push all others out again.
      const isHog = (words[child / 4 + CHILD_TAKEN] as number) > NUMBERS / 4;
      words[child / 4 + CHILD_NUMBERED] = isHog ? 0 : 1;
      words[child / 4 + CHILD_TAKEN] = 0;
    }
  }

  #newNumbering(): Numbering {
    const entries = this.#allocate(NUMBERS * 8);
    const room = this.#allocate(ROOM);
    const { numberedSlots: slots, telling } = this.#tree;
    const numbers = new ScannerNumbers({ slots, telling }, this.views, entries / 4, NUMBERS);
    return { entries, room, numbers, slabs: 0 };
  }

  #beginNumbers(): void {
    const { entries, room } = this.#numberings[this.#numbering] as Numbering;
    this.core.prepareNumbering(this.#table, TABLE_SLOTS, entries, NUMBERS, room, ROOM);
  }

  /** A place for so many bytes and the rows for them; to be released when its records are done with. */
  acquire(size: number): Slab {
    this.#renewNumbers();
    this.numbers.makeRoom();
    const slab = this.#takeSlab(size);
    slab.numbering = this.#numbering;
    (this.#numberings[slab.numbering] as Numbering).slabs++;
    return slab;
  }

  /** Gives a place back. */
  release(slab: Slab): void {
    (this.#numberings[slab.numbering] as Numbering).slabs--;
    this.#free.push(slab);
  }

  #takeSlab(size: number): Slab {
    const index = this.#free.findIndex((slab) => slab.room >= size);
    if (index >= 0) return this.#free.splice(index, 1)[0] as Slab;
    const room = 2 ** Math.ceil(Math.log2(Math.max(size, 4096)));
    const most = Math.ceil(room / SHORTEST);
    const bytes = this.#allocate(room + MARGIN);
    return { numbering: 0, room, bytes, rows: this.#allocate(most * this.rowWords * 4), most };
  }

  #put(values: Int32Array | Uint8Array): number {
    const at = this.#allocate(values.byteLength + MARGIN);
    this.views.bytes.set(Buffer.from(values.buffer, values.byteOffset, values.byteLength), at);
    return at;
  }

  #allocate(size: number): number {
    const at = this.#used;
    this.#used += Math.ceil(size / 16) * 16;
    const missing = this.#used - this.views.bytes.length;
    if (missing > 0) {
      this.core.memory.grow(Math.ceil(missing / PAGE));
      this.views.refresh();
    }
    return at;
  }
}

function slotFor(
  path: FieldPath,
  wanted: readonly WantedPath[],
  slots: ReadonlyMap<FieldPath, number>,
): number {
  const last = wanted.some((one) => one.path === path && one.last === true);
  return (slots.get(path) as number) + (last ? 1 : 0);
}
