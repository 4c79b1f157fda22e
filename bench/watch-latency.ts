/**
 * How long a line takes to become an alert on standard output:
 *   node bench/watch-latency.ts [EVENTS_PER_SECOND] [SECONDS]
 * Appends lines to a log that `satrap watch` follows with every bundled rule, one in twenty of them worth
 * an alert of its own, at a steady rate from a process that shares the machine. Prints percentiles.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const RATE = Number(process.argv[2] ?? 1000);
const SECONDS = Number(process.argv[3] ?? 30);
const EVERY = 20;
const SATRAP = join(import.meta.dirname, '..', 'bin', 'satrap.cjs');

const folder = mkdtempSync(join(tmpdir(), 'satrap-latency-'));
const log = join(folder, 'audit.log');
writeFileSync(log, '');
const args = [SATRAP, 'watch', log, '--state-dir', join(folder, 'state'), '-o', 'json'];
const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
await once(child.stderr, 'data');

const written = new Map<string, number>();
const latencies: number[] = [];
let rest = '';
child.stdout.setEncoding('utf8').on('data', (text: string) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) {
    const name = /"name":"(b-\d+)"/.exec(line)?.[1] ?? '';
    const at = written.get(name);
    if (at !== undefined) latencies.push(performance.now() - at);
    written.delete(name);
  }
});

function lineOf(number: number, now: number): string {
  const time = new Date(now).toISOString().replace('Z', '000Z');
  const binding = number % EVERY === 0;
  return `${JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/namespaces/prod/pods',
    verb: binding ? 'create' : 'get',
    user: {
      username: `system:serviceaccount:team-${number % 50}:app`,
      groups: ['system:serviceaccounts', 'system:authenticated'],
    },
    sourceIPs: ['10.0.0.7'],
    userAgent: 'bench/1.0',
    objectRef: binding
      ? { resource: 'rolebindings', apiGroup: 'rbac.authorization.k8s.io', name: `b-${number}` }
      : { resource: 'pods', namespace: 'prod', name: 'p' },
    responseStatus: { code: 200 },
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': '' },
  })}\n`;
}

const started = performance.now();
let number = 0;
while (performance.now() - started < SECONDS * 1000) {
  const due = Math.floor(((performance.now() - started) / 1000) * RATE);
  while (number < due) {
    number++;
    if (number % EVERY === 0) written.set(`b-${number}`, performance.now());
    appendFileSync(log, lineOf(number, Date.now()));
  }
  await sleep(1);
}
await sleep(2000);
child.kill('SIGTERM');
await once(child, 'close');
rmSync(folder, { recursive: true });
latencies.sort((a, b) => a - b);
const at = (share: number) => latencies[Math.ceil(latencies.length * share) - 1]?.toFixed(0);
process.stdout.write(
  `${number} events in ${SECONDS}s, ${latencies.length} alerts, ${written.size} missing; ` +
    `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms\n`,
);
