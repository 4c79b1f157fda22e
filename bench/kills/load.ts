import {
  appendFileSync,
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Random } from '../random.ts';

/** Events that are written until it is ended. */
export interface Load {
  /** Writes the rest; resolves when all of it has been taken. */
  end(): Promise<void>;
  written(): number;
}

const PAUSE_MS = 20;
const ROTATE_BYTES = 1_500_000;

/** An event a millisecond of event time; one in thirty is worth an alert of its own. */
function makeEvents(random: Random) {
  let number = 0;
  const start = Date.parse('2026-11-20T10:00:00Z');
  return () => {
    number++;
    const time = new Date(start + number).toISOString().replace('Z', '000Z');
    const account = `system:serviceaccount:team-${random(20)}:app`;
    const binding = number % 30 === 0;
    return {
      level: 'Metadata',
      auditID: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      stage: 'ResponseComplete',
      requestURI: '/api/v1/namespaces/prod/pods',
      verb: binding ? 'create' : random(4) === 0 ? 'get' : 'list',
      user: { username: account, groups: ['system:serviceaccounts'] },
      sourceIPs: ['10.0.0.7'],
      userAgent: 'bench/1.0',
      objectRef: binding
        ? {
            resource: 'rolebindings',
            apiGroup: 'rbac.authorization.k8s.io',
            namespace: 'prod',
            name: `b-${Math.floor(number / 120)}`,
          }
        : { resource: 'pods', namespace: 'prod' },
      responseStatus: { code: 200 },
      requestReceivedTimestamp: time,
      stageTimestamp: time,
    };
  };
}

const asLine = (event: object) =>
  `${JSON.stringify({ kind: 'Event', apiVersion: 'audit.k8s.io/v1', ...event })}\n`;

/** A log that is rotated every which way. */
export function fileLoad(folder: string, random: Random): Load {
  const next = makeEvents(random);
  const path = join(folder, 'audit.log');
  let written = 0;
  const ending = new AbortController();
  let rotations = 0;
  writeFileSync(path, '');
  const write = () => {
    const count = 1 + random(60);
    const text = Array.from({ length: count }, () => asLine(next())).join('');
    // Half a line first: whoever reads now sees it.
    const cut = random(text.length);
    appendFileSync(path, text.slice(0, cut));
    appendFileSync(path, text.slice(cut));
    written += count;
  };
  const rotate = () => {
    if (statSync(path).size < ROTATE_BYTES) return;
    rotations++;
    const stamp = new Date(Date.UTC(2026, 10, 20, 10, 0, rotations)).toISOString();
    const old = join(folder, `audit-${stamp.slice(0, 19).replaceAll(':', '-')}.000.log`);
    if (random(3) === 0) {
      copyFileSync(path, old);
      truncateSync(path, 0);
    } else {
      renameSync(path, old);
      writeFileSync(path, '');
    }
    compressOldest(folder);
  };
  const loop = (async () => {
    while (!ending.signal.aborted) {
      write();
      rotate();
      await sleep(PAUSE_MS);
    }
  })();
  return {
    async end() {
      ending.abort();
      await loop;
    },
    written: () => written,
  };
}

/** All rotated files but the newest two. */
function compressOldest(folder: string): void {
  const rotated = readdirSync(folder).filter((name) => /^audit-.*\.log$/.test(name));
  for (const name of rotated.sort().slice(0, -2)) {
    const path = join(folder, name);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
    rmSync(path);
  }
}

/**
 * Batches to a webhook, each sent until it is answered 200; a log of what was sent is kept in a folder.
 * `answered` is told every status, 0 where there was no answer.
 */
export function webhookLoad(
  url: string,
  folder: string,
  random: Random,
  answered: (status: number) => void = () => {},
): Load {
  const next = makeEvents(random);
  let written = 0;
  const ending = new AbortController();
  const send = async () => {
    const items = Array.from({ length: 1 + random(200) }, next);
    appendFileSync(join(folder, 'sent.log'), items.map(asLine).join(''));
    written += items.length;
    const body = JSON.stringify({
      kind: 'EventList',
      apiVersion: 'audit.k8s.io/v1',
      metadata: {},
      items,
    });
    for (let status = 0; status !== 200; answered(status)) {
      status = await post(url, body);
      if (status !== 200) await sleep(30);
    }
  };
  const loop = (async () => {
    while (!ending.signal.aborted) {
      await send();
      await sleep(PAUSE_MS);
    }
  })();
  return {
    async end() {
      ending.abort();
      await loop;
    },
    written: () => written,
  };
}

async function post(url: string, body: string): Promise<number> {
  try {
    const answer = await fetch(url, { method: 'POST', body });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return 0;
  }
}
