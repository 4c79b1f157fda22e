/**
 * Kills satrap at random instants under load, and compares what it alerted with one clean run:
 *   node bench/kills.ts [watch|serve] [KILLS] [SEED]
 * `watch` follows a log that is rotated by renaming, copying and compressing; `serve` gets batches that
 * are sent again until they are answered 200. Prints how many alerts were lost (never seen, or with too
 * low a count at the end), how many were invented, and how many came more than once.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileLoad, type Load, webhookLoad } from './kills/load.ts';
import { randomFrom } from './random.ts';

const MODE = process.argv[2] === 'serve' ? 'serve' : 'watch';
const KILLS = Number(process.argv[3] ?? 200);
const random = randomFrom(Number(process.argv[4] ?? 1));
const SATRAP = join(import.meta.dirname, '..', 'bin', 'satrap.cjs');
const PORT = 20_000 + (process.pid % 10_000);

const RULES = `
title: Bench burst
name: bench_burst
correlation:
  type: event_count
  rules: bench_read
  group-by: [user.username]
  timespan: 2s
  condition: { gte: 12 }
---
title: Bench read
name: bench_read
logsource: { product: kubernetes, service: audit }
detection:
  selection: { verb: get }
  condition: selection
`;
const CONFIG = 'correlation: { lateness: 1s }\nsinks: [{ type: stdout, format: json }]\n';

interface Told {
  readonly id: string;
  readonly count: number;
}

const folder = mkdtempSync(join(tmpdir(), 'satrap-kills-'));
const at = (...names: string[]) => join(folder, ...names);
mkdirSync(at('log'));
writeFileSync(at('rules.yml'), RULES);
writeFileSync(at('satrap.yaml'), CONFIG);
const COMMON = ['--config', at('satrap.yaml'), '--add-rules', at('rules.yml')];
const LIVE = {
  watch: ['watch', at('log')],
  serve: ['serve', '--insecure-http', '--listen', `127.0.0.1:${PORT}`],
}[MODE];

function start(told: Told[]): ChildProcess {
  const args = [SATRAP, ...LIVE, ...COMMON, '--state-dir', at('state')];
  const metrics = ['--metrics', `127.0.0.1:${PORT + 10_000}`];
  const child = spawn(process.execPath, [...args, ...metrics], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) told.push(JSON.parse(line) as Told);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (/bug|damaged|in use/.test(text)) process.stderr.write(text);
  });
  return child;
}

async function killAgainAndAgain(told: Told[]): Promise<void> {
  for (let kill = 1; kill <= KILLS; kill++) {
    const child = start(told);
    // One in five on its way up, the others at work.
    if (random(5) > 0) await once(child.stderr as NodeJS.EventEmitter, 'data');
    await sleep(random(1200));
    child.kill('SIGKILL');
    await once(child, 'close');
    if (kill % 20 === 0) process.stderr.write(`${kill} kills, ${told.length} alerts\n`);
  }
}

async function finish(load: Load, told: Told[]): Promise<void> {
  const child = start(told);
  await load.end();
  await caughtUp();
  child.kill('SIGTERM');
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) process.stderr.write(`the last run ended with ${code}\n`);
}

/** Twice in a row nothing new was read and nothing is left. */
async function caughtUp(): Promise<void> {
  let before = '';
  for (let quiet = 0; quiet < 6; ) {
    await sleep(500);
    const text = await fetch(`http://127.0.0.1:${PORT + 10_000}/metrics`).then(
      (answer) => answer.text(),
      () => '',
    );
    const now = text.match(/^satrap_source_(?:records_total|lag_bytes)\S* \d+$/gm)?.join() ?? '';
    quiet = now !== '' && now === before ? quiet + 1 : 0;
    before = now;
  }
}

function highest(told: readonly Told[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { id, count } of told) counts.set(id, Math.max(count, counts.get(id) ?? 0));
  return counts;
}

function clean(path: string): Map<string, number> {
  const args = [SATRAP, 'analyze', path, ...COMMON, '--quiet'];
  const options = { encoding: 'utf8', maxBuffer: 2 ** 30 } as const;
  const lines = execFileSync(process.execPath, args, options).trim().split('\n');
  return highest(lines.map((line) => JSON.parse(line) as Told));
}

const told: Told[] = [];
const load =
  MODE === 'watch'
    ? fileLoad(at('log'), random)
    : webhookLoad(`http://127.0.0.1:${PORT}/audit`, at('log'), random);
await killAgainAndAgain(told);
await finish(load, told);
const expected = clean(at('log'));
const got = highest(told);
const lost = [...expected].filter(([id, count]) => (got.get(id) ?? 0) < count);
const invented = [...got].filter(([id, count]) => count > (expected.get(id) ?? 0));
const repeated = told.length - new Set(told.map(({ id, count }) => `${id} ${count}`)).size;
process.stdout.write(
  `${MODE}: ${KILLS} kills, ${load.written()} events, ${expected.size} alerts; ` +
    `lost ${lost.length}, invented ${invented.length}, told again ${repeated}\n`,
);
if (lost.length + invented.length === 0) rmSync(folder, { recursive: true });
else
  process.stdout.write(`see ${folder}: ${JSON.stringify([...lost, ...invented].slice(0, 10))}\n`);
process.exitCode = lost.length + invented.length === 0 ? 0 : 1;
