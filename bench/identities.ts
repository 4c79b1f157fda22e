/**
 * Memory after many identities: `satrap watch` reads events that each come from another ServiceAccount,
 * and an ordinary log of the same size beside it.
 *   node bench/identities.ts [IDENTITIES]
 * Prints peak memory, the size of the state, how long the next start takes, and what was evicted.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const IDENTITIES = Number(process.argv[2] ?? 1_000_000);
const SATRAP = join(import.meta.dirname, '..', 'bin', 'satrap.cjs');
const PORT = 20_000 + (process.pid % 10_000);

const folder = mkdtempSync(join(tmpdir(), 'satrap-identities-'));

async function writeLog(path: string, accounts: number): Promise<void> {
  const out = createWriteStream(path);
  const start = Date.parse('2026-11-20T10:00:00Z');
  for (let i = 0; i < IDENTITIES; i++) {
    const time = new Date(start + i).toISOString().replace('Z', '000Z');
    const account = `system:serviceaccount:team-${i % 100}:app-${i % accounts}`;
    const event = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      stage: 'ResponseComplete',
      requestURI: '/api/v1/pods',
      verb: 'list',
      user: { username: account, groups: ['system:serviceaccounts'] },
      sourceIPs: ['10.0.0.7'],
      userAgent: 'bench/1.0',
      objectRef: { resource: 'pods' },
      responseStatus: { code: 200 },
      stageTimestamp: time,
    };
    if (!out.write(`${JSON.stringify(event)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

async function metrics(): Promise<string> {
  return fetch(`http://127.0.0.1:${PORT}/metrics`).then(
    (answer) => answer.text(),
    () => '',
  );
}

const valueOf = (text: string, name: string) =>
  Number(new RegExp(`^${name}(?:[{].*[}])? (\\S+)$`, 'm').exec(text)?.[1] ?? 0);

/** Runs until everything is read; gives what it measured. */
async function run(log: string, state: string) {
  const started = performance.now();
  const args = [SATRAP, 'watch', log, '--state-dir', state, '--metrics', `127.0.0.1:${PORT}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  await once(child.stderr, 'data');
  const ready = performance.now() - started;
  let text = '';
  for (let quiet = 0; quiet < 4; ) {
    await sleep(500);
    const next = await metrics();
    const same =
      valueOf(next, 'satrap_source_records_total') === valueOf(text, 'satrap_source_records_total');
    quiet = next !== '' && same && valueOf(next, 'satrap_source_lag_bytes') === 0 ? quiet + 1 : 0;
    text = next;
  }
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  const peak = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
  child.kill('SIGTERM');
  await once(child, 'close');
  return { peak, ready, text };
}

for (const accounts of [200, IDENTITIES]) {
  const log = join(folder, `${accounts}.log`);
  const state = join(folder, `state-${accounts}`);
  await writeLog(log, accounts);
  const first = await run(log, state);
  const size = statSync(join(state, 'state.db')).size / 2 ** 20;
  const again = await run(log, state);
  process.stdout.write(
    `${accounts} identities in ${IDENTITIES} events: peak ${first.peak.toFixed(0)} MB, ` +
      `state ${size.toFixed(1)} MB, next start ready in ${again.ready.toFixed(0)} ms, ` +
      `evicted ${valueOf(first.text, 'satrap_evicted_total')}, ` +
      `forced ${valueOf(first.text, 'satrap_correlation_forced_total')}\n`,
  );
}
rmSync(folder, { recursive: true });
