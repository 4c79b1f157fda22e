import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Agent, request } from 'undici';

/** The load generator of `bench/webhook.ts`, in a process of its own. */

const CONNECTIONS = 15;
/** Events of one body. */
export const BATCH = 400;
/** Different bodies; their events get new audit ids each time. */
export const BODIES = 10;

/** One run. */
export interface Run {
  /** Bodies a second; 0: as many as it takes. */
  readonly rate: number;
  readonly seconds: number;
}

/** What came of it. */
export interface Result {
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

/** A body, and where in it the audit ids begin. */
interface Body {
  readonly bytes: Buffer;
  readonly ids: readonly number[];
}

function bodyOf(text: string): Body {
  const ids = Array.from(
    text.matchAll(/"auditID":"/g),
    ({ index }) => index + '"auditID":"'.length,
  );
  return { bytes: Buffer.from(text), ids };
}

/** The same with other audit ids: no event is a copy of one before. */
function fresh({ bytes, ids }: Body, number: number): Buffer {
  const copy = Buffer.from(bytes);
  const stamp = number.toString(16).padStart(8, '0');
  for (const at of ids) copy.write(stamp, at, 'latin1');
  return copy;
}

/** Bodies as kube-apiserver makes them, where items lack `kind` and `apiVersion`. */
export async function generate(folder: string, url: string): Promise<void> {
  const lines = (await readFile(join(folder, 'events.log'), 'utf8')).trim().split('\n');
  const items = lines.map((line) =>
    line.replace('"kind":"Event","apiVersion":"audit.k8s.io/v1",', ''),
  );
  const bodies = Array.from({ length: BODIES }, (_, n) => {
    const list = items.slice(n * BATCH, (n + 1) * BATCH).join(',');
    return bodyOf(
      `{"kind":"EventList","apiVersion":"audit.k8s.io/v1","metadata":{},"items":[${list}]}`,
    );
  });
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
      const body = fresh(bodies[sent % BODIES] as Body, sent++);
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
