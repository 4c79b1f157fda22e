/**
 * Holds the scanner to JSON.parse for as long as one likes: events rewritten in any style, twisted and
 * mangled, go through a parser with a scanner and one without.
 *   node bench/fuzz-scanner.ts [RECORDS] [SEED] [wasm|plain]
 * Prints counts every million; stops at the first difference and saves the bytes that show it. Every
 * 16th record is compared in all it has, the others by place, time and digest.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScanner, scannerPaths } from '../src/scanner/index.ts';
import { plainCore } from '../src/scanner/plain/index.ts';
import { wasmCore } from '../src/scanner/wasm-core.ts';
import { Twins, WANTED } from '../test/scanner/compare.ts';
import { anyLine, realEvents } from '../test/scanner/corpus.ts';
import { Random } from '../test/scanner/random.ts';
import { mangle } from '../test/scanner/twist.ts';

const RECORDS = Number(process.argv[2] ?? 10_000_000);
const SEED = Number(process.argv[3] ?? 1);
const BATCH = 100;
/** Batches that one input gets before another begins. */
const BATCHES = 50;
const REPORT = 1_000_000;

const random = new Random(SEED);
const events = realEvents(20).filter((event) => JSON.stringify(event).length < 8000);
const pool = Array.from({ length: 2000 }, () => anyLine(events, random));
const core = process.argv[4] === 'plain' ? plainCore() : wasmCore();
const scanner = createScanner(scannerPaths(WANTED), core);
const depth = () => (random.once(16) ? 'all' : 'place');

const total = { scanned: 0, parsed: 0, rejected: 0 };
const started = performance.now();
let reported = 0;

function done(): number {
  return total.scanned + total.parsed + total.rejected;
}

/** Some lines, a part of them new, a part of them broken. */
function batch(): Buffer {
  const lines = Array.from({ length: BATCH }, () => {
    if (random.once(20)) pool[random.below(pool.length)] = anyLine(events, random);
    const line = random.pick(pool);
    return random.once(2) ? mangle(line, random) : line;
  });
  return Buffer.concat(lines);
}

function report(): void {
  const seconds = (performance.now() - started) / 1000;
  console.log({ ...total, perSecond: Math.round(done() / seconds), epochs: scanner.numbers.epoch });
}

while (done() < RECORDS) {
  const twins = new Twins(scanner, depth);
  const pushed: Buffer[] = [];
  for (let count = 0; count <= BATCHES; count++) {
    const bytes = count < BATCHES ? batch() : undefined;
    if (bytes !== undefined) pushed.push(bytes);
    const found = bytes === undefined ? twins.end() : twins.push(bytes);
    if (found === undefined) continue;
    const path = join(tmpdir(), `fuzz-scanner-${SEED}.log`);
    writeFileSync(path, Buffer.concat(pushed));
    console.error(`${found}, in the last push (${pushed.at(-1)?.length} bytes) of ${path}`);
    process.exit(1);
  }
  for (const kind of ['scanned', 'parsed', 'rejected'] as const) total[kind] += twins.counts[kind];
  if (done() < reported + REPORT) continue;
  reported = done();
  report();
}
report();
