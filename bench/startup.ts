/**
 * How long a start takes: whole processes, one of each kind after the other, so that what else the machine
 * does falls on all of them alike. Medians in milliseconds, and as a ratio to Node that does nothing.
 *   node bench/startup.ts [--json] [ROUNDS] [SATRAP]
 * SATRAP is another `bin/satrap.cjs` than that of the package that is built and packed here: this checkout's for
 * instance, which runs its sources.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installPackage } from '../tools/install-package.ts';

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const rounds = Number(positionals[0] ?? 15);
const folder = mkdtempSync(join(tmpdir(), 'satrap-startup-'));
const satrap = positionals[1] ?? packed();
const empty = join(folder, 'empty.log');
writeFileSync(empty, '');

const commands: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  'satrap --version': [satrap, '--version'],
  'satrap --help': [satrap, '--help'],
  'satrap analyze (empty file)': [satrap, 'analyze', empty],
  'satrap rules list': [satrap, 'rules', 'list'],
};

function packed(): string {
  const parent = join(folder, 'package');
  mkdirSync(parent);
  return join(installPackage(join(import.meta.dirname, '..'), parent), 'bin', 'satrap.cjs');
}

/** Milliseconds from start to end of a process; throws when it fails. */
function measure(args: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const [low, high] = [(sorted.length - 1) >> 1, sorted.length >> 1];
  return ((sorted[low] as number) + (sorted[high] as number)) / 2;
}

const times = new Map<string, number[]>(Object.keys(commands).map((name) => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const [name, args] of Object.entries(commands)) times.get(name)?.push(measure(args));
}
rmSync(folder, { recursive: true });

const bare = median(times.get('node -e 0') as number[]);
const results = Array.from(times, ([name, all]) => {
  const ms = median(all);
  return { name, ms, least: Math.min(...all), ratio: ms / bare };
});

if (values.json) {
  process.stdout.write(`${JSON.stringify({ node: process.version, rounds, results }, null, 2)}\n`);
} else {
  for (const { name, ms, least, ratio } of results) {
    const figures = `${ms.toFixed(0).padStart(5)} ms  (least ${least.toFixed(0).padStart(4)})`;
    console.log(`${name.padEnd(28)} ${figures}  ${ratio.toFixed(2).padStart(5)} times`);
  }
}
