/**
 * What `satrap investigate` takes, beside `satrap analyze` on the same log: in rounds that alternate.
 *   node bench/investigate.ts [EVENTS] [ROUNDS]
 * A log shaped like a busy cluster's, of EVENTS (400,000), in which a thief uses the token of a pod and one that was
 * minted with it. Investigated are the thief's account, an account of which nothing is wrong, and a kubelet that
 * makes a good part of all requests. Prints medians of processor and wall seconds, the ratio of analyze's processor
 * time to it, and peak memory; with twice the events, memory must stay.
 */
import { once } from 'node:events';
import { createWriteStream, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLog, writeEvents } from './log/log.ts';
import { measure, type Usage } from './measure/process.ts';
import { inRounds } from './measure/rounds.ts';
import { median, ratioOf } from './measure/statistics.ts';
import { workplaceIn } from './workplace.ts';

const EVENTS = Number(process.argv[2] ?? 400_000);
const ROUNDS = Number(process.argv[3] ?? 3);
const SATRAP = join(import.meta.dirname, '..', 'bin', 'satrap.cjs');
const CORES = 2;

/** One event a millisecond, from where the log's own stop. */
function* story(from: number, count: number): Generator<string> {
  const start = Date.UTC(2026, 10, 20, 10) + from;
  for (let i = 0; i < count; i++) {
    const isThief = i % 2 === 1;
    const isMinted = isThief && i > count / 2;
    const isMint = i === 1;
    const event = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: `5e000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      stage: 'ResponseComplete',
      requestURI: '/api/v1/namespaces/bench/secrets',
      verb: isMint ? 'create' : isThief ? 'list' : 'get',
      user: {
        username: `system:serviceaccount:bench:${isMinted ? 'minted' : 'victim'}`,
        extra: {
          'authentication.kubernetes.io/credential-id': [`JTI=${isMinted ? 'gold' : 'victim'}`],
          ...(!isMinted && { 'authentication.kubernetes.io/pod-name': ['victim-0'] }),
          ...(!isMinted && { 'authentication.kubernetes.io/pod-uid': ['5e-victim-0'] }),
        },
      },
      sourceIPs: [isThief ? '198.51.100.23' : '10.4.9.9'],
      userAgent: isThief ? 'curl/8.14.1' : 'victim/1.0',
      objectRef: isMint
        ? { resource: 'serviceaccounts', subresource: 'token', namespace: 'bench', name: 'minted' }
        : { resource: isThief ? 'secrets' : 'configmaps', namespace: 'bench' },
      responseStatus: { code: isMint ? 201 : 200 },
      stageTimestamp: new Date(start + i).toISOString().replace('Z', '000Z'),
      ...(isMint && {
        annotations: { 'authentication.kubernetes.io/issued-credential-id': 'JTI=gold' },
      }),
    };
    yield `${JSON.stringify(event)}\n`;
  }
}

async function writeLog(path: string, events: number): Promise<void> {
  const out = createWriteStream(path);
  const log = createLog({ variant: 'usual' }, events);
  const half = Math.floor(events / 2000) * 1000;
  await writeEvents(log, out, 0, half);
  for (const line of story(half, 1000)) out.write(line);
  await writeEvents(log, out, half, events);
  out.end();
  await once(out, 'close');
}

const CASES: Readonly<Record<string, readonly string[]>> = {
  analyze: ['analyze'],
  'the thief’s account': ['investigate', '--service-account', 'bench:victim'],
  'an account like any': ['investigate', '--service-account', 'team-35:app-75'],
  'a busy kubelet': ['investigate', '--user', 'system:node:worker-0'],
};

const folder = workplaceIn(tmpdir());

async function compare(events: number): Promise<void> {
  const log = join(folder, `${events}.log`);
  await writeLog(log, events);
  const size = (statSync(log).size / 1e6).toFixed(0);
  console.log(`${events} events, ${size} MB, ${ROUNDS} rounds`);
  const cases = Object.values(CASES).map(([command = '', ...flags]) => ({
    measure: () => {
      const args = [SATRAP, command, log, ...flags, '--quiet', '--output', 'json'];
      const run = { command: [process.execPath, ...args], cores: CORES };
      return measure({ ...run, output: join(folder, 'output') }, folder);
    },
  }));
  const patience = { least: ROUNDS, most: ROUNDS, seconds: 0 };
  const outcomes = await inRounds(cases, patience);
  const of = (usages: readonly Usage[], key: keyof Usage) => usages.map((one) => one[key]);
  const analyze = of(outcomes[0]?.usages ?? [], 'cpu');
  for (const [index, name] of Object.keys(CASES).entries()) {
    const { usages = [], failure } = outcomes[index] ?? {};
    if (failure !== undefined) console.log(`${name}: ${failure}`);
    const cpu = of(usages, 'cpu');
    const figures = [
      `${median(cpu).toFixed(1)} s of processor time`,
      `${median(of(usages, 'wall')).toFixed(1)} s`,
      `${ratioOf(analyze, cpu).median.toFixed(2)} of analyze's speed`,
      `${(median(of(usages, 'peak')) / 1e6).toFixed(0)} MB`,
    ];
    console.log(`  ${name.padEnd(20)} ${figures.join(', ')}`);
  }
}

await compare(EVENTS);
await compare(EVENTS * 2);
