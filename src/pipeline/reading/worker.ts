import { parentPort, workerData } from 'node:worker_threads';
import { fieldPath } from '../../record/field-path.ts';
import type { ScannerCore } from '../../scanner/core.ts';
import { Scanner, type Slab } from '../../scanner/scanner.ts';
import { wasmCore } from '../../scanner/wasm-core.ts';
import { readFile } from '../../sources/file.ts';
import type { Found } from '../../types.ts';
import type { ThreadSetup } from './batch.ts';
import type { Answer, Finds, Order } from './messages.ts';
import { parseBlocks } from './parse-blocks.ts';
import { openFiles } from './plain-file.ts';
import { readSegment, roomFor } from './segment.ts';
import { packFinds } from './wire.ts';

/** The thread that reads: segments as it is asked, files as far ahead as it may. */

const port = parentPort as NonNullable<typeof parentPort>;
const setup = workerData as ThreadSetup;
const scanner = new Scanner(wasmCore() as ScannerCore, {
  wanted: setup.wanted.map(({ text, numbered, last }) => ({
    path: fieldPath(text),
    numbered,
    last,
  })),
  evidence: setup.evidence.map(fieldPath),
});
const files = openFiles();
const BLOCK = 262_144;

/** What finds stand in, until they are released. */
const places = new Map<number, { readonly slab: Slab | undefined; done(): void }>();
let nextPlace = 0;

function answer(message: Answer): void {
  port.postMessage(message, []);
}

function findsOf(found: readonly Found[], slab: Slab | undefined, done: () => void): Finds {
  const place = nextPlace++;
  places.set(place, { slab, done });
  const packed = packFinds(found, scanner.views.words, scanner.rowWords);
  return { packed, numbering: scanner.numbering, epoch: scanner.numbers.epoch, place };
}

function release(place: number): void {
  const held = places.get(place);
  places.delete(place);
  if (held?.slab !== undefined) scanner.release(held.slab);
  held?.done();
}

function takeSegment({ id, segment, time }: Extract<Order, { kind: 'segment' }>): void {
  const slab = scanner.acquire(roomFor(segment));
  try {
    const tools = { limits: setup, scanner, slab, time };
    const { found, ...rest } = readSegment(files.get(segment.path), segment, tools);
    answer({ kind: 'segment', id, finds: findsOf(found, slab, () => undefined), ...rest });
  } catch (error) {
    scanner.release(slab);
    answer({ kind: 'error', id, error: error as Error });
  }
}

/** Files that are being read: what ends the wait for room, and whether anybody wants the rest. */
const running = new Map<number, { wake(): void; cancelled: boolean }>();

async function takeFile({ id, path, ahead }: Extract<Order, { kind: 'file' }>): Promise<void> {
  const run = { wake: () => undefined as void, cancelled: false };
  running.set(id, run);
  let waiting = 0;
  const isFull = () => waiting > ahead && !run.cancelled;
  let slab: Slab | undefined;
  const slabs = {
    acquire(size: number): Slab {
      slab = scanner.acquire(size);
      return slab;
    },
    release: () => undefined,
  };
  const blocks = readFile(path, { blockBytes: BLOCK });
  for await (const batch of parseBlocks(blocks, { ...setup, scanner, slabs }, () => 0)) {
    const { found, ...rest } = batch;
    waiting += rest.bytes;
    const finds = findsOf(found, slab, () => {
      waiting -= rest.bytes;
      run.wake();
    });
    slab = undefined;
    answer({ kind: 'batch', id, finds, ...rest });
    if (isFull()) {
      await new Promise<void>((resolve) => {
        run.wake = () => {
          if (!isFull()) resolve();
        };
      });
    }
    if (run.cancelled) break;
  }
  running.delete(id);
  answer({ kind: 'end', id });
}

function cancel(id: number): void {
  const run = running.get(id);
  if (run === undefined) return;
  run.cancelled = true;
  run.wake();
}

port.on('message', (order: Order) => {
  if (order.kind === 'segment') takeSegment(order);
  else if (order.kind === 'file') void takeFile(order);
  else if (order.kind === 'release') release(order.place);
  else cancel(order.id);
});
answer({ kind: 'ready', handle: scanner.handle });
