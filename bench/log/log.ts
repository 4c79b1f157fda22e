import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { createEvents, secondOf } from './events.ts';
import { numberedSender } from './numbered-account.ts';
import type { LogShape } from './shape.ts';

/** Events that are made one by one: about 250 MB of them, in whole seconds. */
const BLOCK = { usual: 250_000, bodies: 28_000, long: 2000 };

/** Events that are written at once. */
const PIECE = 1000;

/** A log without end, any part of which can be had. */
export interface Log {
  /** Bytes of an event with its newline, on average. */
  readonly eventBytes: number;
  /** The lines of the events from number `from` up to before `to`, in pieces; a piece is good until the next. */
  pieces(from: number, to: number): Iterable<Buffer>;
}

/** The lines of a block, and where in them stands what differs from block to block. */
interface Block {
  readonly bytes: Buffer;
  /** Where each event's line starts, and the end of the last. */
  readonly starts: Float64Array;
  readonly auditIds: Float64Array;
  /** The first eight digits of the ids as they were made. */
  readonly ownIds: Buffer;
  readonly received: Float64Array;
  readonly reached: Float64Array;
  /** Where numbered accounts stand as senders; -1: not an account's event. */
  readonly users: Float64Array;
}

/**
 * Makes a log: a block of it event by event, which takes seconds, and the rest by writing other times,
 * ids and accounts into the block, which takes a second for a GB. `events`: no more will be asked for.
 */
export function createLog(shape: LogShape, events = Number.POSITIVE_INFINITY): Log {
  const size = Math.min(shape.block ?? BLOCK[shape.variant], Math.ceil(events / 1000) * 1000);
  if (size < events && size % (shape.theft ?? 1) !== 0)
    throw new Error(`theft: ${shape.theft} is no divisor of ${size}`);
  const block = makeBlock(shape, size);
  const writeAccount = accountWriter(shape, block);
  const writeStamp = stampWriter(block.bytes);

  function put(from: number, to: number, turn: number): Buffer {
    const id = Buffer.from(turn.toString(16).padStart(8, '0'), 'latin1');
    for (let i = from; i < to; i++) {
      if (turn === 0) block.ownIds.copy(block.bytes, block.auditIds[i], i * 8, i * 8 + 8);
      else block.bytes.set(id, block.auditIds[i]);
      const millisecond = turn * size + i;
      writeStamp(block.received[i] as number, millisecond);
      writeStamp(block.reached[i] as number, millisecond);
      writeAccount?.(i, turn);
    }
    return block.bytes.subarray(block.starts[from], block.starts[to]);
  }

  return {
    eventBytes: block.bytes.length / size,
    *pieces(from, to) {
      for (let i = from; i < to; ) {
        const [turn, first] = [Math.floor(i / size), i % size];
        const last = Math.min(first + PIECE, size, first + to - i);
        yield put(first, last, turn);
        i += last - first;
      }
    },
  };
}

function makeBlock(shape: LogShape, size: number): Block {
  const event = createEvents(shape);
  const places = () => new Float64Array(size);
  const [auditIds, received, reached] = [places(), places(), places()];
  const [starts, users] = [new Float64Array(size + 1), places().fill(-1)];
  const lines: Buffer[] = [];
  let length = 0;
  for (let i = 0; i < size; i++) {
    const line = Buffer.from(`${JSON.stringify(event(i))}\n`);
    const after = (text: string, from = 0) => length + line.indexOf(text, from) + text.length;
    const tail = line.lastIndexOf('"requestReceivedTimestamp":"');
    auditIds[i] = after('"auditID":"');
    received[i] = after('"requestReceivedTimestamp":"', tail);
    reached[i] = after('"stageTimestamp":"', tail);
    const start = line.indexOf('"user":');
    if (isAccount(line, start)) users[i] = length + start;
    lines.push(line);
    length += line.length;
    starts[i + 1] = length;
  }
  const bytes = Buffer.concat(lines, length);
  const ownIds = Buffer.concat(Array.from(auditIds, (at) => bytes.subarray(at, at + 8)));
  return { bytes, starts, auditIds, ownIds, received, reached, users };
}

/** Whether the user at a place is a ServiceAccount. */
function isAccount(line: Buffer, start: number): boolean {
  return line.subarray(start, start + 50).includes('system:serviceaccount:');
}

/** Writes seconds over seconds; events of one second follow each other. */
function stampWriter(bytes: Buffer): (place: number, millisecond: number) => void {
  let text = Buffer.alloc(0);
  let second = -1;
  return (place, millisecond) => {
    const next = Math.floor(millisecond / 1000);
    if (next !== second) text = Buffer.from(secondOf(next * 1000), 'latin1');
    second = next;
    bytes.set(text, place);
  };
}

/** Writes numbered accounts, each in its turn through the whole log. */
function accountWriter({ accounts }: LogShape, { bytes, users }: Block) {
  if (accounts === undefined) return undefined;
  const ordinals = new Float64Array(users.length);
  let count = 0;
  for (const [i, place] of users.entries()) ordinals[i] = place < 0 ? -1 : count++;
  return (event: number, turn: number) => {
    const ordinal = ordinals[event] as number;
    if (ordinal < 0) return;
    const sender = JSON.stringify(numberedSender((turn * count + ordinal) % accounts));
    bytes.write(sender.slice(1, -1), users[event] as number, 'latin1');
  };
}

/** Writes events to a stream; done when the stream has taken them. */
export async function writeEvents(log: Log, out: Writable, from: number, to: number) {
  for (const piece of log.pieces(from, to))
    await new Promise<void>((done, fail) => {
      out.write(piece, (error) => (error ? fail(error) : done()));
    });
}

/** Appends events to a file. */
export async function appendEvents(log: Log, path: string, from: number, to: number) {
  const out = createWriteStream(path, { flags: 'a' });
  await writeEvents(log, out, from, to);
  out.end();
  await once(out, 'close');
}
