import type { FieldPath } from '../types.ts';
import type { ScannerCore } from './core.ts';
import { createKeyTree, type WantedPath, writeTree } from './key-table.ts';
import {
  ABSENT,
  EVIDENCE_FIELDS,
  LONGEST_EVIDENCE,
  ROW_SLOTS,
  SLOT_NUMBER,
  SLOT_WORDS,
} from './layout.ts';
import { ScannerNumbers } from './numbers.ts';

const PAGE = 65_536;
const TABLE_SLOTS = 65_536;
const NUMBERS = 32_768;
const ROOM = 2_097_152;
const SHAPES = 65_536;
/** Lines with a string with escapes that is longer are read by somebody else. */
const LONGEST = 1_048_576;
/** No line with less than that is an event. */
const SHORTEST = 64;
/** As many bytes as may be read behind the end. */
const MARGIN = 64;

/** What is read of events. */
export interface ScannerPaths {
  readonly wanted: readonly WantedPath[];
  /** What evidence is made of, in its order; of a path with `last`, the last element. */
  readonly evidence: readonly FieldPath[];
}

/** A core with its tables written, and the memory that lines are put into. */
export class Scanner {
  readonly core: ScannerCore;
  readonly numbers: ScannerNumbers;
  readonly slots: ReadonlyMap<FieldPath, number>;
  /** In words. */
  readonly rowWords: number;
  /** The whole memory; they are others after it has grown. */
  bytes!: Buffer;
  words!: Int32Array;
  doubles!: Float64Array;
  readonly evidenceAt: number;
  #used = 1024;
  readonly #free: Slab[] = [];

  constructor(core: ScannerCore, { wanted, evidence }: ScannerPaths) {
    this.core = core;
    this.#view();
    const tree = createKeyTree(wanted);
    this.slots = tree.slots;
    this.rowWords = Math.ceil((ROW_SLOTS + tree.slotCount * SLOT_WORDS) / 4) * 4;
    const allocate = (size: number) => this.#allocate(size);
    const root = writeTree(tree, () => this.words, allocate);
    const fields = evidence.map((path) => slotFor(path, wanted, tree.slots));
    const fieldsAt = this.#put(Buffer.from(Int32Array.from(fields).buffer));
    this.evidenceAt = allocate(EVIDENCE_FIELDS * (LONGEST_EVIDENCE + 16) + MARGIN);
    core.prepareEvidence(fieldsAt, this.evidenceAt);
    core.prepare(
      root,
      this.#put(Buffer.from(blankRow(this.rowWords, tree.slotCount).buffer)),
      this.rowWords,
      this.#put(Buffer.from('"Event"')),
      this.#put(Buffer.from('"audit.k8s.io/v1"')),
      allocate(272),
      allocate(LONGEST + MARGIN),
      LONGEST,
    );
    core.prepareShapes(allocate(SHAPES), SHAPES);
    const table = allocate(TABLE_SLOTS * 8);
    core.prepareNumbering(table, TABLE_SLOTS, allocate(NUMBERS * 8), NUMBERS, allocate(ROOM), ROOM);
    this.numbers = new ScannerNumbers(core, tree.slots, NUMBERS, () => this.bytes);
  }

  /** A place for so many bytes and the rows for them; to be released when its records are done with. */
  acquire(size: number): Slab {
    const index = this.#free.findIndex((slab) => slab.room >= size);
    if (index >= 0) return this.#free.splice(index, 1)[0] as Slab;
    const room = 2 ** Math.ceil(Math.log2(Math.max(size, 4096)));
    const most = Math.ceil(room / SHORTEST);
    const bytes = this.#allocate(room + MARGIN);
    return { room, bytes, rows: this.#allocate(most * this.rowWords * 4), most };
  }

  /** Gives a place back. */
  release(slab: Slab): void {
    this.#free.push(slab);
  }

  #put(bytes: Buffer): number {
    const at = this.#allocate(bytes.length + MARGIN);
    this.bytes.set(bytes, at);
    return at;
  }

  #allocate(size: number): number {
    const at = this.#used;
    this.#used += Math.ceil(size / 16) * 16;
    const missing = this.#used - this.bytes.length;
    if (missing > 0) {
      this.core.memory.grow(Math.ceil(missing / PAGE));
      this.#view();
    }
    return at;
  }

  #view(): void {
    const { buffer } = this.core.memory;
    this.bytes = Buffer.from(buffer);
    this.words = new Int32Array(buffer);
    this.doubles = new Float64Array(buffer);
  }
}

/** Where lines stand, and the rows that they are read into; all in bytes of memory. */
export interface Slab {
  readonly room: number;
  readonly bytes: number;
  readonly rows: number;
  /** How many rows there is room for. */
  readonly most: number;
}

function slotFor(
  path: FieldPath,
  wanted: readonly WantedPath[],
  slots: ReadonlyMap<FieldPath, number>,
): number {
  const last = wanted.some((one) => one.path === path && one.last === true);
  return (slots.get(path) as number) + (last ? 1 : 0);
}

function blankRow(words: number, slotCount: number): Int32Array {
  const row = new Int32Array(words);
  for (let slot = 0; slot < slotCount; slot++)
    row[ROW_SLOTS + slot * SLOT_WORDS + SLOT_NUMBER] = ABSENT;
  return row;
}
