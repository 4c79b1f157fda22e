import { parentPort } from 'node:worker_threads';
import type { ScannerCore } from '../../scanner/core.ts';
import { scannerPaths } from '../../scanner/index.ts';
import { Scanner, type Slab } from '../../scanner/scanner.ts';
import { wasmCore } from '../../scanner/wasm-core.ts';
import { fieldsOf } from '../../sigma/fields.ts';
import { loadRules } from '../../sigma/load.ts';
import type { Found } from '../../types.ts';
import { pathsOf, type ThreadPaths, type ThreadSetup } from './batch.ts';
import { type FilePart, fileParts } from './file-parts.ts';
import { GistPad } from './gists.ts';
import type { Answer, Finds, Order } from './messages.ts';
import { readSegment, type Segment, type SegmentFinds } from './segment.ts';
import { createTeller } from './telling.ts';
import { packFinds } from './wire.ts';

/** The thread that reads: segments as it is asked, files as far ahead as it may. */

const port = parentPort as NonNullable<typeof parentPort>;
answer({ kind: 'loaded' });
const { limits, work } = await new Promise<ThreadSetup>((resolve) => port.once('message', resolve));
const rules = 'files' in work ? loadRules(work.files, work).rules : undefined;
const paths = rules === undefined ? pathsOf(work as ThreadPaths) : scannerPaths(fieldsOf(rules));
const scanner = new Scanner(wasmCore() as ScannerCore, paths);
const teller = rules && createTeller(rules.detections);

/** What finds stand in, until they are released. */
interface Place {
  readonly slab: Slab | undefined;
  readonly pad: GistPad | undefined;
}

const places = new Map<number, Place>();
const pads: GistPad[] = [];
let nextPlace = 0;

function answer(message: Answer): void {
  port.postMessage(message, []);
}

/** Finds as they are sent, which stand where they are until they are released; `undefined`: they can't be sent. */
function toFinds(found: readonly Found[], slab: Slab | undefined): Finds | undefined {
  const packed = packFinds(found, scanner.views.words, scanner.rowWords);
  if (packed === undefined) return undefined;
  const pad = teller && (pads.pop() ?? new GistPad());
  const told = teller && pad && { news: teller.tell(found, pad), gists: pad.buffer };
  const place = nextPlace++;
  places.set(place, { slab, pad });
  const { numbers, numbering } = scanner;
  return { packed, numbering: slab?.numbering ?? numbering, epoch: numbers.epoch, place, told };
}

function takeSegment({ id, segment }: Extract<Order, { kind: 'segment' }>): void {
  const slab = scanner.acquire(segment.room);
  const read = tryRead(segment, slab);
  if (read instanceof Error) {
    scanner.release(slab);
    return answer({ kind: 'error', id, error: read });
  }
  const { found, ...rest } = read;
  // Not in a `try`: what is told in part would leave the two threads with different numbers.
  const finds = toFinds(found, slab);
  if (finds !== undefined) return answer({ kind: 'segment', id, finds, ...rest });
  scanner.release(slab);
  answer({ kind: 'unfit', id });
}

function tryRead(segment: Segment, slab: Slab): SegmentFinds | Error {
  try {
    return readSegment(segment, { limits, scanner, slab, time: 0 });
  } catch (error) {
    return error as Error;
  }
}

function release(place: number): void {
  const { slab, pad } = places.get(place) ?? {};
  places.delete(place);
  if (slab !== undefined) scanner.release(slab);
  if (pad !== undefined) pads.push(pad);
}

/** A file that is being read. */
interface Run {
  /** Bytes that were given and not taken. */
  waiting: number;
  cancelled: boolean;
  /** Ends the wait for room. */
  wake(): void;
}

const running = new Map<number, Run>();

async function takeFile({ id, path, ahead }: Extract<Order, { kind: 'file' }>): Promise<void> {
  const run: Run = { waiting: 0, cancelled: false, wake: () => undefined };
  running.set(id, run);
  try {
    for await (const part of fileParts(path, { limits, scanner })) {
      if (!sendPart(id, path, part)) return answer({ kind: 'unfit', id });
      run.waiting += part.bytes;
      while (run.waiting > ahead && !run.cancelled) {
        await new Promise<void>((resolve) => {
          run.wake = resolve;
        });
      }
      if (run.cancelled) break;
    }
    answer({ kind: 'end', id });
  } finally {
    running.delete(id);
  }
}

/** Whether it could be sent. */
function sendPart(
  id: number,
  origin: string,
  { found, slab, failure, ...sizes }: FilePart,
): boolean {
  if (failure !== undefined) answer({ kind: 'failure', id, origin, reason: failure });
  const finds = toFinds(found, slab);
  if (finds !== undefined) answer({ kind: 'part', id, finds, ...sizes });
  else if (slab !== undefined) scanner.release(slab);
  return finds !== undefined;
}

/** Some of a file was taken, or nobody wants the rest. */
function wake(id: number, change: (run: Run) => void): void {
  const run = running.get(id);
  if (run === undefined) return;
  change(run);
  run.wake();
}

port.on('message', (order: Order) => {
  if (order.kind === 'segment') takeSegment(order);
  else if (order.kind === 'file') void takeFile(order);
  else if (order.kind === 'release') release(order.place);
  else if (order.kind === 'learn') teller?.learn(order.fields);
  else if (order.kind === 'taken') wake(order.id, (run) => (run.waiting -= order.bytes));
  else wake(order.id, (run) => (run.cancelled = true));
});
// Without a pause since orders are heard: this has to be answered before any of them.
answer({ kind: 'ready', handle: scanner.handle });
