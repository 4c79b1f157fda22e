import { type BytePlace, ByteQueue } from '../collections/byte-queue.ts';
import { witnessOf } from '../record/evidence.ts';
import type { AuditRecord, Micros, Moment, Sighting, Witness } from '../types.ts';
import type { Taken } from './takers.ts';
import type { Line } from './time-order.ts';

/** A record that waits for its turn. */
export interface Waiting extends Moment, Sighting {
  readonly taken: Taken;
}

/** One that can be kept anywhere, for as long as it takes. */
class Kept implements Waiting {
  readonly #witness: Witness;
  readonly taken: Taken;

  constructor(witness: Witness, taken: Taken) {
    this.#witness = witness;
    this.taken = taken;
  }

  get time(): Micros {
    return this.#witness.time;
  }

  get digest(): string {
    return this.#witness.digest;
  }

  witness(): Witness {
    return this.#witness;
  }
}

/** What waits, from its witness. */
export function waitingFrom(witness: Witness, taken: Taken): Waiting {
  return new Kept(witness, taken);
}

/** The same, good to be kept. */
export function keepWaiting(waiting: Waiting): Waiting {
  return waiting instanceof Kept ? waiting : new Kept(waiting.witness(), waiting.taken);
}

/** A record that has just come: one object for all of them, one after the other. */
export class Arriving implements Waiting {
  record: AuditRecord;
  taken: Taken;
  time: Micros;

  constructor(record: AuditRecord, taken: Taken) {
    this.record = record;
    this.taken = taken;
    this.time = record.time;
  }

  /** Becomes the next record. */
  set(record: AuditRecord, taken: Taken): void {
    this.record = record;
    this.taken = taken;
    this.time = record.time;
  }

  get digest(): string {
    return this.record.digest;
  }

  witness(): Witness {
    return witnessOf(this.record);
  }
}

/** How a record stands in the queue, in bytes: digest, whether it is partial, then its evidence. Its time is its number. */
const PARTIAL = 16;
const EVIDENCE = 24;

/** As much as evidence mostly takes. */
const USUAL = 1024;

/** One in the queue, wherever the queue's place is at. */
class Queued implements Waiting {
  readonly #place: BytePlace<Taken>;

  constructor(place: BytePlace<Taken>) {
    this.#place = place;
  }

  get time(): Micros {
    return this.#place.number;
  }

  get digest(): string {
    const { block, at } = this.#place;
    return block.bytes.toString('hex', at, at + PARTIAL);
  }

  get taken(): Taken {
    return this.#place.beside;
  }

  witness(): Witness {
    const { time, digest } = this;
    const { block, at, length } = this.#place;
    const partial = block.words[(at + PARTIAL) >> 2] === 1;
    const packed = block.bytes.toString('utf8', at + EVIDENCE, at + length);
    return { time, digest, partial, packed };
  }
}

/**
 * What waits, in order, as bytes: tens of thousands of records wait for half a minute, and as objects they
 * would all move into the old generation. What it gives is good until it is let go, the first and the last until the
 * next change.
 */
export class WaitingLine implements Line<Waiting> {
  readonly #queue = new ByteQueue<Taken>();
  readonly #first = new Queued(this.#queue.first);
  readonly #last = new Queued(this.#queue.last);
  /** Over the queue's places for records that were taken out. */
  readonly #out: Queued[] = [];
  #outs = 0;

  get size(): number {
    return this.#queue.size;
  }

  get first(): Waiting | undefined {
    return this.#queue.size === 0 ? undefined : this.#first;
  }

  get last(): Waiting | undefined {
    return this.#queue.size === 0 ? undefined : this.#last;
  }

  push(waiting: Waiting): void {
    if (waiting instanceof Arriving && this.#pushRecord(waiting)) return;
    this.#pushWitness(waiting.witness(), waiting.taken);
  }

  shift(): Waiting | undefined {
    if (this.#queue.size === 0) return undefined;
    const place = this.#queue.shift();
    return (this.#out[this.#outs++] ??= new Queued(place));
  }

  letGo(): void {
    this.#outs = 0;
    this.#queue.letGo();
    if (this.#out.length > this.#queue.places) this.#out.length = 0;
  }

  /** From bytes to bytes; false when the record can't do that. */
  #pushRecord({ record, taken, time }: Arriving): boolean {
    if (record.packInto === undefined || record.readDigest === undefined) return false;
    const { block, at } = this.#queue.reserve(EVIDENCE + USUAL);
    const size = record.packInto(block.doubles, (at + EVIDENCE) >> 3);
    if (size === 0) return false;
    record.readDigest(block.words, at >> 2);
    block.words[(at + PARTIAL) >> 2] = record.partial ? 1 : 0;
    this.#queue.push(EVIDENCE + size, time, taken);
    return true;
  }

  #pushWitness({ time, digest, partial, packed }: Witness, taken: Taken): void {
    const size = Buffer.byteLength(packed);
    const { block, at } = this.#queue.reserve(EVIDENCE + size);
    block.bytes.write(digest, at, 'hex');
    block.words[(at + PARTIAL) >> 2] = partial ? 1 : 0;
    block.bytes.write(packed, at + EVIDENCE);
    this.#queue.push(EVIDENCE + size, time, taken);
  }
}
