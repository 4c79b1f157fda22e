/**
 * Measures `satrap serve` with every bundled rule, over TLS with client certificates, on this machine:
 *   node bench/webhook.ts [SECONDS]
 * A load generator in another process sends bodies of 400 events over 15 connections, no event twice.
 * Prints events a second that were acknowledged after they were on the disk, and the time to the 200 at
 * fixed rates, counted from when a body was due; and how many of the events were read by the rules at the
 * same time. SECONDS (10) for each run. The spool is in the folder for temporary files (TMPDIR).
 */
import { execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { makeAuthority } from '../test/webhook/certificates.ts';
import { BATCH, BODIES, generate, type Result, type Run } from './webhook/load.ts';

const SATRAP = join(import.meta.dirname, '..', 'bin', 'satrap.cjs');
const METRICS = 20_000 + (process.pid % 10_000);

const RUNS: readonly (readonly [string, number])[] = [
  ['4,000 events/s', 10],
  ['as fast as it takes', 0],
  ['40,000 events/s', 100],
];

/** Writes what both sides need. */
async function prepare(folder: string): Promise<void> {
  const makeLog = join(import.meta.dirname, 'make-log.ts');
  const events = join(folder, 'events.log');
  await promisify(execFile)(process.execPath, [makeLog, String(BATCH * BODIES), events]);
  const authority = await makeAuthority('bench');
  const [server, client] = [await authority.sign('server'), await authority.sign('client')];
  const files = {
    'ca.crt': authority.cert,
    'tls.crt': server.cert,
    'tls.key': server.key,
    'client.crt': client.cert,
    'client.key': client.key,
    'satrap.yaml': 'spool: { maxSize: 30GiB }\nsinks: [{ type: file, path: alerts.jsonl }]\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

function serve(folder: string) {
  const at = (name: string) => join(folder, name);
  const args = [SATRAP, 'serve', '--listen', '127.0.0.1:0', '--config', at('satrap.yaml')];
  args.push('--tls-cert', at('tls.crt'), '--tls-key', at('tls.key'), '--client-ca', at('ca.crt'));
  args.push('--state-dir', at('state'), '--metrics', `127.0.0.1:${METRICS}`);
  return spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

async function metric(name: string): Promise<number> {
  const answer = await fetch(`http://127.0.0.1:${METRICS}/metrics`);
  const line = new RegExp(`^${name}(?:[{].*[}])? (\\S+)$`, 'm').exec(await answer.text());
  return Number(line?.[1] ?? 0);
}

/** Processor seconds of a process so far; the kernel counts in hundredths. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function measure(seconds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'satrap-bench-'));
  await prepare(folder);
  const server = serve(folder);
  const [said] = (await once(server.stderr, 'data')) as [Buffer];
  const url = /https:[^ ]+(?=[/]audit)/.exec(said.toString())?.[0] ?? '';
  const load = fork(import.meta.filename, ['load', folder, url]);
  await once(load, 'message');
  const runOnce = async (run: Run) => {
    load.send(run);
    const [result] = (await once(load, 'message')) as [Result];
    return result;
  };
  await runOnce({ rate: 0, seconds: 2 });
  for (const [name, rate] of RUNS) {
    // What the run before left behind is not this one's.
    while ((await metric('satrap_source_lag_bytes')) > 0) await setTimeout(200);
    const before = [
      await metric('satrap_source_records_total'),
      await metric('satrap_spool_syncs_total'),
    ];
    const cpu = cpuOf(server.pid ?? 0);
    const result = await runOnce({ rate, seconds });
    const used = cpuOf(server.pid ?? 0) - cpu;
    const read = (await metric('satrap_source_records_total')) - (before[0] ?? 0);
    const syncs = (await metric('satrap_spool_syncs_total')) - (before[1] ?? 0);
    print(name, result, { used, read, syncs });
  }
  load.send('end');
  server.kill('SIGTERM');
  await once(server, 'close');
  await rm(folder, { recursive: true, force: true });
}

function print(name: string, result: Result, more: { used: number; read: number; syncs: number }) {
  const { events, bytes, seconds, waits, refused } = result;
  const wait = (share: number) =>
    `${(waits[Math.min(waits.length - 1, Math.floor(share * waits.length))] ?? 0).toFixed(1)} ms`;
  const whole = (number: number) => Math.round(number).toLocaleString('en-US');
  console.log(
    [
      `${name}: ${whole(events / seconds)} events/s durable`,
      `${(bytes / seconds / 1e6).toFixed(1)} MB/s`,
      `p50 ${wait(0.5)}, p99 ${wait(0.99)}, max ${wait(1)}`,
      `${more.syncs} syncs for ${waits.length} bodies, ${refused} refused`,
      `rules read ${whole(more.read / seconds)} events/s`,
      `serve ${((100 * more.used) / seconds).toFixed(0)} % of a core, load ${((100 * result.cpu) / seconds).toFixed(0)} %`,
    ].join('; '),
  );
}

if (process.argv[2] === 'load') await generate(process.argv[3] ?? '', process.argv[4] ?? '');
else await measure(Number(process.argv[2] ?? 10));
