/** Bytes that records stand in, one after the other, and the same bytes by words and by doubles. */
class Block<T> {
  readonly bytes: Buffer;
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  /** Of each record: where its bytes begin, its number, and what else belongs to it. */
  starts: number[] = [];
  numbers: number[] = [];
  beside: T[] = [];
  /** How many bytes are taken. */
  end = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size);
    this.words = new Int32Array(this.bytes.buffer);
    this.doubles = new Float64Array(this.bytes.buffer);
  }
}

/** Where a record stands: an object of the queue, which moves it. */
export interface BytePlace<T> {
  readonly block: Pick<Block<T>, 'bytes' | 'words' | 'doubles'>;
  /** Its first byte, a multiple of eight. */
  readonly at: number;
  /** How many bytes it has. */
  readonly length: number;
  /** Its number, and what else belongs to it: both are kept together with those of its neighbours, apart from bytes. */
  readonly number: number;
  readonly beside: T;
}

/** Where a record is to be written. */
export interface ByteRoom {
  readonly block: BytePlace<unknown>['block'];
  /** Its first byte, a multiple of eight. */
  readonly at: number;
}

/** In front of each record: its length, and what it takes to begin at a multiple of eight. */
const HEADER = 8;

const BLOCK_SIZE = 262_144;

/** What a place is in that is of no record. */
const NO_BLOCK = new Block<never>(0);

/** More places are made anew. */
const MOST_PLACES = 4096;

class Place<T> implements BytePlace<T> {
  block: Block<T>;
  /** Which of its block's records it is. */
  index = 0;

  constructor(block: Block<T>) {
    this.block = block;
  }

  get at(): number {
    return this.block.starts[this.index] as number;
  }

  get number(): number {
    return this.block.numbers[this.index] as number;
  }

  get length(): number {
    return this.block.words[(this.at - HEADER) >> 2] as number;
  }

  get beside(): T {
    return this.block.beside[this.index] as T;
  }

  moveTo({ block, index }: Place<T>): void {
    this.block = block;
    this.index = index;
  }

  /** To the next record of its block; false when there is none. */
  step(): boolean {
    if (this.index + 1 >= this.block.beside.length) return false;
    this.index++;
    return true;
  }
}

/**
 * A queue of byte records, each with a number and something else beside it, that the garbage collector has no work with.
 * Records are written in place: `reserve`, write, `push`. Records that were taken out stand where they stood until
 * they are let go; then their blocks are given back but for one.
 */
export class ByteQueue<T> {
  readonly #size: number;
  readonly #blocks: Block<T>[];
  #spare: Block<T> | undefined;
  readonly #room: { block: Block<T>; at: number };
  readonly #first: Place<T>;
  readonly #last: Place<T>;
  /** Of the records that were taken out and not let go, and as many places as there were of them at most. */
  readonly #out: Place<T>[] = [];
  #outs = 0;
  #records = 0;

  /** `blockSize`: how many bytes are allocated at once; a longer record gets a block of its own. */
  constructor(blockSize = BLOCK_SIZE) {
    this.#size = roundUp(blockSize);
    const block = new Block<T>(this.#size);
    this.#blocks = [block];
    this.#room = { block, at: HEADER };
    this.#first = new Place(block);
    this.#last = new Place(block);
  }

  /** How many records there are. */
  get size(): number {
    return this.#records;
  }

  /** How many places there are for records that are taken out. */
  get places(): number {
    return this.#out.length;
  }

  /** How many bytes are allocated. */
  get allocated(): number {
    const spare = this.#spare?.bytes.length ?? 0;
    return this.#blocks.reduce((sum, { bytes }) => sum + bytes.length, spare);
  }

  /** The record that was pushed before all others; only where there is one. */
  get first(): BytePlace<T> {
    return this.#first;
  }

  /** The record that was pushed after all others; only where there is one. */
  get last(): BytePlace<T> {
    return this.#last;
  }

  /** Where the next record is to be written: the rest of the block, and at least so many bytes. */
  reserve(bytes: number): ByteRoom {
    let tail = this.#blocks.at(-1) as Block<T>;
    if (tail.end + HEADER + bytes > tail.bytes.length) tail = this.#addBlock(HEADER + bytes);
    this.#room.block = tail;
    this.#room.at = tail.end + HEADER;
    return this.#room;
  }

  /** Adds the record that was written to what was reserved last, at the end. */
  push(length: number, number: number, beside: T): void {
    const { block, at } = this.#room;
    block.words[(at - HEADER) >> 2] = length;
    block.starts.push(at);
    block.numbers.push(number);
    this.#last.block = block;
    this.#last.index = block.beside.push(beside) - 1;
    block.end = at + roundUp(length);
    if (this.#records === 0) this.#first.moveTo(this.#last);
    this.#records++;
  }

  /**
   * Takes the first record out, which stays where it is until it is let go. Only where there is one. The n-th place
   * since then is always the same object.
   */
  shift(): BytePlace<T> {
    const first = this.#first;
    const place = (this.#out[this.#outs++] ??= new Place(first.block));
    place.moveTo(first);
    this.#records--;
    if (this.#records === 0 || first.step()) return place;
    first.block = this.#blocks[this.#blocks.indexOf(first.block) + 1] as Block<T>;
    first.index = 0;
    return place;
  }

  /** Lets all records go that were taken out. */
  letGo(): void {
    const needed = this.#records === 0 ? this.#blocks.at(-1) : this.#first.block;
    // A place must not keep a block that nobody needs, nor should very many be kept.
    for (; this.#outs > 0; this.#outs--) (this.#out[this.#outs - 1] as Place<T>).block = NO_BLOCK;
    if (this.#out.length > MOST_PLACES) this.#out.length = 0;
    while (this.#blocks[0] !== needed) this.#giveBack(this.#blocks.shift() as Block<T>);
  }

  #addBlock(least: number): Block<T> {
    // One that was reserved and never written to would lie in the way.
    if (this.#blocks.at(-1)?.end === 0) this.#giveBack(this.#blocks.pop() as Block<T>);
    const spare = least <= this.#size ? this.#spare : undefined;
    if (spare !== undefined) this.#spare = undefined;
    const block = spare ?? new Block<T>(Math.max(this.#size, roundUp(least)));
    this.#blocks.push(block);
    return block;
  }

  #giveBack(block: Block<T>): void {
    block.starts = [];
    block.numbers = [];
    block.beside = [];
    block.end = 0;
    if (block.bytes.length === this.#size) this.#spare = block;
  }
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}
