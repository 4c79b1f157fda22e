import { parentPort, workerData } from 'node:worker_threads';
import type { ScannerCore } from '../../scanner/core.ts';
import { scannerPaths } from '../../scanner/index.ts';
import { Scanner, type Slab } from '../../scanner/scanner.ts';
import { wasmCore } from '../../scanner/wasm-core.ts';
import { fieldsOf } from '../../sigma/fields.ts';
import { loadRules } from '../../sigma/load.ts';
import { readFile } from '../../sources/file.ts';
import { pathsOf, type ThreadPaths, type ThreadSetup } from './batch.ts';
import { GistPad } from './gists.ts';
import type { Answer, Order } from './messages.ts';
import { readSegment, roomFor } from './segment.ts';
import { createTeller } from './telling.ts';
import { packFinds } from './wire.ts';

/** The thread that reads: segments as it is asked, files as far ahead as it may. */

const port = parentPort as NonNullable<typeof parentPort>;
const { limits, work } = workerData as ThreadSetup;
const rules = 'files' in work ? loadRules(work.files, work).rules : undefined;
const paths = rules === undefined ? pathsOf(work as ThreadPaths) : scannerPaths(fieldsOf(rules));
const scanner = new Scanner(wasmCore() as ScannerCore, paths);
const teller = rules && createTeller(rules.detections);
const BLOCK = 262_144;

/** What finds stand in, until they are released. */
const places = new Map<number, { readonly slab: Slab; readonly pad: GistPad | undefined }>();
const pads: GistPad[] = [];
let nextPlace = 0;

function answer(message: Answer): void {
  port.postMessage(message, []);
}

function takeSegment({ id, segment }: Extract<Order, { kind: 'segment' }>): void {
  const slab = scanner.acquire(roomFor(segment));
  try {
    const { found, ...rest } = readSegment(segment, { limits, scanner, slab, time: 0 });
    const packed = packFinds(found, scanner.views.words, scanner.rowWords);
    const place = nextPlace++;
    const { numbering } = slab;
    const { epoch } = scanner.numbers;
    const pad = teller && (pads.pop() ?? new GistPad());
    places.set(place, { slab, pad });
    const told = teller && pad && { news: teller.tell(found, pad), gists: pad.buffer };
    const finds = { packed: packed ?? [], numbering, epoch, place, told };
    answer({ kind: 'segment', id, finds, ...rest, idle: rest.idle && packed !== undefined });
  } catch (error) {
    scanner.release(slab);
    answer({ kind: 'error', id, error: error as Error });
  }
}

function release(place: number): void {
  const taken = places.get(place);
  places.delete(place);
  if (taken === undefined) return;
  scanner.release(taken.slab);
  if (taken.pad !== undefined) pads.push(taken.pad);
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
    for await (const block of readFile(path, { blockBytes: BLOCK })) {
      const size = block.kind === 'bytes' ? block.bytes.byteLength : 0;
      run.waiting += size;
      answer({ kind: 'block', id, block, size });
      while (run.waiting > ahead && !run.cancelled) {
        await new Promise<void>((resolve) => {
          run.wake = resolve;
        });
      }
      if (run.cancelled) break;
    }
    answer({ kind: 'end', id });
  } catch (error) {
    answer({ kind: 'error', id, error: error as Error });
  } finally {
    running.delete(id);
  }
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
answer({ kind: 'ready', handle: scanner.handle });
