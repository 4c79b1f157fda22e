/**
 * Holds the scanner to JSON.parse for as long as one likes: events rewritten in any style, twisted and
 * mangled, are scanned, and what was scanned is parsed too. Each twentieth batch goes through whole
 * parsers, one with the scanner and one without, cut anywhere.
 *   node bench/fuzz-scanner.ts [RECORDS] [SEED] [wasm|plain]
 * Prints counts every million lines; stops at the first difference and saves the bytes that show it. Of 32
 * records one is compared in all it has, the others by place, time and digest.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createScanner } from '../src/scanner/index.ts';
import { plainCore } from '../src/scanner/plain/index.ts';
import { wasmCore } from '../src/scanner/wasm-core.ts';
import { type Depth, Twins, WANTED } from '../test/scanner/compare.ts';
import { anyLine, realEvents } from '../test/scanner/corpus.ts';
import { CheckedLines } from '../test/scanner/lines.ts';
import { Random } from '../test/scanner/random.ts';
import { mangle } from '../test/scanner/twist.ts';

const RECORDS = Number(process.argv[2] ?? 10_000_000);
const SEED = Number(process.argv[3] ?? 1);
const BATCH = 100;
const REPORT = 1_000_000;
/** Longer events take more time and show little more. */
const LONGEST = 3000;
const NEWLINE = Buffer.from('\n');

const random = new Random(SEED);
const events = realEvents(20).filter((event) => JSON.stringify(event).length < LONGEST);
const pool = Array.from({ length: 2000 }, () => anyLine(events, random));
const core = process.argv[4] === 'plain' ? plainCore() : wasmCore();
const scanner = createScanner(WANTED, core);
const depth = (): Depth => (random.once(32) ? 'all' : 'place');
const lines = new CheckedLines(scanner, depth);
const parsers = { scanned: 0, parsed: 0, rejected: 0 };
const started = performance.now();
let reported = 0;

/** Some lines, a part of them new, a part of them broken. */
function batch(): Buffer {
  const some = Array.from({ length: BATCH }, () => {
    if (random.once(30)) pool[random.below(pool.length)] = anyLine(events, random);
    const line = random.pick(pool);
    return random.once(2) ? mangle(line, random) : line;
  });
  return Buffer.concat([...some, NEWLINE]);
}

function inParsers(bytes: Buffer): string | undefined {
  const twins = new Twins(scanner, depth);
  const cut = random.below(bytes.length);
  const found =
    twins.push(bytes.subarray(0, cut)) ?? twins.push(bytes.subarray(cut)) ?? twins.end();
  for (const kind of ['scanned', 'parsed', 'rejected'] as const) {
    parsers[kind] += twins.counts[kind];
  }
  return found;
}

function done(): number {
  const { scanned, refused } = lines.counts;
  return scanned + refused + parsers.scanned + parsers.parsed + parsers.rejected;
}

function report(): void {
  const perSecond = Math.round((done() * 1000) / (performance.now() - started));
  const { epoch } = scanner.numbers;
  console.log(JSON.stringify({ equal: done(), lines: lines.counts, parsers, epoch, perSecond }));
}

while (done() < RECORDS) {
  const bytes = batch();
  const found = random.once(20) ? inParsers(bytes) : lines.check(bytes);
  if (found !== undefined) {
    const path = join(tmpdir(), `fuzz-scanner-${SEED}.log`);
    writeFileSync(path, bytes);
    console.error(`${found}, in ${path}`);
    process.exit(1);
  }
  if (done() < reported + REPORT) continue;
  reported = done();
  report();
}
report();
