/**
 * Measures the audit webhook receiver with TLS and client certificates on this machine's loopback:
 *   node bench/webhook.ts [SECONDS]
 * A receiver thread with its spool in this process, a load generator in another; bodies of 400 events
 * over 15 connections. Prints events a second that were acknowledged after they were on the disk, then the
 * time to the 200 at fixed rates, counted from when a body was due. SECONDS (10) for each of three runs.
 * The spool is in the folder for temporary files (TMPDIR), and is removed at the end.
 */

import { execFile, fork } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Agent, request } from 'undici';
import { startReceiverThread } from '../src/webhook/index.ts';
import { makeAuthority } from '../test/webhook/certificates.ts';

const CONNECTIONS = 15;
const BATCH = 400;
const BODIES = 10;

/** One run of the load generator. */
interface Run {
  /** Bodies a second; 0: as many as it takes. */
  readonly rate: number;
  readonly seconds: number;
}

interface Result {
  readonly events: number;
  readonly bytes: number;
  readonly seconds: number;
  /** Milliseconds to the 200, sorted. */
  readonly waits: readonly number[];
  readonly refused: number;
  /** Seconds of processor time. */
  readonly cpu: number;
}

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** The load generator: bodies as kube-apiserver makes them, where items lack `kind` and `apiVersion`. */
async function generate(folder: string, url: string): Promise<void> {
  const lines = (await readFile(join(folder, 'events.log'), 'utf8')).trim().split('\n');
  const items = lines.map((line) =>
    line.replace('"kind":"Event","apiVersion":"audit.k8s.io/v1",', ''),
  );
  const bodies = Array.from({ length: BODIES }, (_, n) =>
    Buffer.from(
      `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${items.slice(n * BATCH, (n + 1) * BATCH).join(',')}]}`,
    ),
  );
  const [cert, key, ca] = await Promise.all(
    ['client.crt', 'client.key', 'ca.crt'].map((name) => readFile(join(folder, name))),
  );
  const dispatcher = new Agent({
    connections: CONNECTIONS,
    connect: { ca: ca as Buffer, cert: cert as Buffer, key: key as Buffer },
  });

  const run = async ({ rate, seconds }: Run): Promise<Result> => {
    const waits: number[] = [];
    let refused = 0;
    let bytes = 0;
    let sent = 0;
    const post = async (due: number) => {
      const body = bodies[sent++ % BODIES] as Buffer;
      const { statusCode, body: answer } = await request(`${url}/audit?timeout=30s`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json' },
        dispatcher,
      });
      await answer.dump();
      if (statusCode !== 200) refused++;
      else {
        waits.push(performance.now() - due);
        bytes += body.length;
      }
    };
    const start = performance.now();
    const cpu = cpuSeconds();
    const end = start + seconds * 1000;
    if (rate === 0) {
      const loop = async () => {
        while (performance.now() < end) await post(performance.now());
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, loop));
    } else {
      const posts: Promise<void>[] = [];
      for (let n = 0; n < rate * seconds; n++) {
        const due = start + (n * 1000) / rate;
        await setTimeout(Math.max(0, due - performance.now()));
        posts.push(post(due));
      }
      await Promise.all(posts);
    }
    return {
      events: waits.length * BATCH,
      bytes,
      seconds: (performance.now() - start) / 1000,
      waits: waits.sort((a, b) => a - b),
      refused,
      cpu: cpuSeconds() - cpu,
    };
  };
  process.on('message', (message) => {
    if (message === 'end') process.exit();
    void run(message as Run).then((result) => process.send?.(result));
  });
  process.send?.('ready');
}

async function measure(seconds: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'satrap-bench-'));
  await mkdir(join(folder, 'spool'), { mode: 0o700 });
  const makeLog = join(import.meta.dirname, 'make-log.ts');
  await promisify(execFile)(process.execPath, [
    makeLog,
    String(BATCH * BODIES),
    join(folder, 'events.log'),
  ]);
  const authority = await makeAuthority('bench');
  const [server, client] = [await authority.sign('server'), await authority.sign('client')];
  const files = {
    'ca.crt': authority.cert,
    'tls.crt': server.cert,
    'tls.key': server.key,
    'client.crt': client.cert,
    'client.key': client.key,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const at = (name: string) => join(folder, name);
  const thread = await startReceiverThread(
    {
      receiver: {
        host: '127.0.0.1',
        port: 0,
        tls: { cert: at('tls.crt'), key: at('tls.key'), clientCa: at('ca.crt') },
      },
      spool: { folder: at('spool'), maxBytes: 2 ** 35 },
    },
    {
      metrics: async () => '',
      ready: () => undefined,
      bury: async () => {},
      complain: (reason) => console.error(reason),
    },
  );
  const url = `https://127.0.0.1:${thread.address.port}`;
  const load = fork(import.meta.filename, ['load', folder, url]);
  const answer = () => new Promise((resolve) => load.once('message', resolve));
  try {
    await answer();
    const runs: readonly [string, Run][] = [
      ['warm-up', { rate: 0, seconds: 2 }],
      ['as fast as it takes', { rate: 0, seconds }],
      ['4,000 events/s', { rate: 10, seconds }],
      ['40,000 events/s', { rate: 100, seconds }],
    ];
    for (const [name, run] of runs) {
      const cpu = cpuSeconds();
      const { syncs } = (await thread.refresh()).spool;
      load.send(run);
      const result = (await answer()) as Result;
      const more = (await thread.refresh()).spool.syncs - syncs;
      print(name, result, cpuSeconds() - cpu, more);
    }
  } finally {
    load.send('end');
    await thread.stop(5000);
    await rm(folder, { recursive: true, force: true });
  }
}

function print(name: string, result: Result, cpu: number, syncs: number): void {
  const { events, bytes, seconds, waits, refused } = result;
  const wait = (share: number) =>
    `${(waits[Math.min(waits.length - 1, Math.floor(share * waits.length))] ?? 0).toFixed(1)} ms`;
  console.log(
    [
      `${name}: ${Math.round(events / seconds).toLocaleString('en-US')} events/s`,
      `${(bytes / seconds / 1e6).toFixed(1)} MB/s`,
      `p50 ${wait(0.5)}, p99 ${wait(0.99)}, max ${wait(1)}`,
      `${syncs} syncs for ${waits.length} bodies, ${refused} refused`,
      `receiver ${((100 * cpu) / seconds).toFixed(0)} % of a core, load ${((100 * result.cpu) / seconds).toFixed(0)} %`,
    ].join('; '),
  );
}

if (process.argv[2] === 'load') await generate(process.argv[3] ?? '', process.argv[4] ?? '');
else await measure(Number(process.argv[2] ?? 10));
