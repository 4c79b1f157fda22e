/**
 * Fills the disk under `satrap serve` again and again while batches are sent to it, and compares what it
 * alerted with one clean run. Needs root, for a small file system of its own.
 *   node bench/disk-full.ts [TIMES]
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { webhookLoad } from './kills/load.ts';
import { randomFrom } from './random.ts';

const TIMES = Number(process.argv[2] ?? 10);
const SATRAP = join(import.meta.dirname, '..', 'bin', 'satrap.cjs');
const PORT = 20_000 + (process.pid % 10_000);
const random = randomFrom(7);

interface Told {
  readonly id: string;
  readonly count: number;
}

const folder = mkdtempSync(join(tmpdir(), 'satrap-full-'));
const disk = join(folder, 'disk');
mkdirSync(disk);
mkdirSync(join(folder, 'log'));
execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', disk]);
writeFileSync(join(folder, 'satrap.yaml'), 'sinks: [{ type: stdout, format: json }]\n');

const told: Told[] = [];
let complaints = '';
const child = spawn(
  process.execPath,
  [
    SATRAP,
    'serve',
    '--insecure-http',
    '--listen',
    `127.0.0.1:${PORT}`,
    '--state-dir',
    join(disk, 'state'),
    '--config',
    join(folder, 'satrap.yaml'),
  ],
  { stdio: ['ignore', 'pipe', 'pipe'] },
);
let rest = '';
child.stdout.setEncoding('utf8').on('data', (text: string) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) told.push(JSON.parse(line) as Told);
});
child.stderr.setEncoding('utf8').on('data', (text: string) => {
  complaints += text;
});
await once(child.stderr, 'data');

const answers = new Map<number, number>();
const load = webhookLoad(`http://127.0.0.1:${PORT}/audit`, join(folder, 'log'), random, (status) =>
  answers.set(status, (answers.get(status) ?? 0) + 1),
);
const filler = join(disk, 'filler');
for (let time = 0; time < TIMES; time++) {
  await sleep(500 + random(1000));
  try {
    writeFileSync(filler, Buffer.alloc(64 * 2 ** 20));
  } catch {
    // As full as can be.
  }
  await sleep(500 + random(1500));
  rmSync(filler);
}
await load.end();
await sleep(3000);
child.kill('SIGTERM');
const [code] = (await once(child, 'close')) as [number];
execFileSync('umount', [disk]);

const options = { encoding: 'utf8', maxBuffer: 2 ** 30 } as const;
const clean = execFileSync(
  process.execPath,
  [SATRAP, 'analyze', join(folder, 'log'), '-q', '-o', 'json'],
  options,
);
const highest = (all: readonly Told[]) => {
  const counts = new Map<string, number>();
  for (const { id, count } of all) counts.set(id, Math.max(count, counts.get(id) ?? 0));
  return counts;
};
const expected = highest(
  clean
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told),
);
const got = highest(told);
const lost = [...expected].filter(([id, count]) => (got.get(id) ?? 0) < count).length;
const invented = [...got].filter(([id, count]) => count > (expected.get(id) ?? 0)).length;
const said = complaints.split('\n').filter((line) => /full|space/.test(line)).length;
process.stdout.write(
  `${TIMES} times full, ${load.written()} events, answers ${JSON.stringify([...answers])}, ` +
    `said so ${said} times, exit ${code}; ${expected.size} alerts, lost ${lost}, invented ${invented}\n`,
);
rmSync(folder, { recursive: true });
process.exitCode = lost + invented === 0 && code === 0 ? 0 : 1;
