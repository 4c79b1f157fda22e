import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alert } from '../../src/types.ts';
import { record, SECOND, TEN } from '../pipeline/fixtures.ts';
import { type Background, background } from './background.ts';
import { alertsOf, folderWith, ONE_RULE, satrap } from './run.ts';

let certificates = '';
let agent: Agent;

beforeAll(async () => {
  certificates = join(await folderWith({}), 'webhook');
  await satrap(['setup', 'webhook', '--host', '127.0.0.1', '--out', certificates]);
  agent = await clientOf(certificates);
});

afterAll(() => agent.destroy());

/** The client that a folder's certificates are for. */
async function clientOf(folder: string): Promise<Agent> {
  const [ca, cert, key] = await Promise.all(
    ['ca.crt', 'client.crt', 'client.key'].map((name) => readFile(join(folder, name))),
  );
  return new Agent({ connect: { ca, cert, key } });
}

const tls = (folder: string) => [
  '--tls-cert',
  join(folder, 'server.crt'),
  '--tls-key',
  join(folder, 'server.key'),
  '--client-ca',
  join(folder, 'ca.crt'),
];

const listOf = (...events: object[]) =>
  JSON.stringify({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', metadata: {}, items: events });

/** An item lists secrets as an account, and lacks `kind` and `apiVersion` as the apiserver's do. */
const item = (account: string, seconds: number) => {
  const {
    kind: _,
    apiVersion: __,
    ...rest
  } = record(TEN + seconds * SECOND, {
    user: { username: `system:serviceaccount:prod:${account}` },
  }).event;
  return rest;
};

const start = (state: string, ...more: string[]) =>
  background([
    'serve',
    '--listen',
    '127.0.0.1:0',
    ...tls(certificates),
    '--state-dir',
    state,
    '-o',
    'json',
    ...more,
  ]);

async function urlOf(one: Background): Promise<string> {
  await one.until(() => one.stderr.includes('receiving audit events'));
  return /https?:\S+/.exec(one.stderr)?.[0] ?? '';
}

async function post(url: string, body: string): Promise<number> {
  const answer = await request(url, { method: 'POST', body, dispatcher: agent });
  await answer.body.dump();
  return answer.statusCode;
}

// First, as it waits most of the time, while the others run.
describe.concurrent('the spool of satrap serve', () => {
  it('is compressed once what it held is stored, and read on from there', async () => {
    const state = await folderWith({});
    const config = join(await folderWith({}), 'satrap.yaml');
    await writeFile(config, 'spool: { segmentAge: 1s }\n');
    {
      await using one = start(state, '-c', config, ...ONE_RULE);
      const url = await urlOf(one);
      expect(await post(url, listOf(item('a', 0)))).toBe(200);
      await one.until(async () => {
        const names = await readdir(join(state, 'spool'));
        return names.some((name) => name.endsWith('.log.gz'));
      });
      expect(await post(url, listOf(item('b', 1)))).toBe(200);
      await one.until(() => one.alerts.length === 2);
      one.signal('SIGTERM');
      expect(await one.ended).toBe(0);
    }
    const spool = await satrap(['analyze', ...ONE_RULE, join(state, 'spool'), '-q', '-o', 'json']);
    expect(alertsOf(spool)).toHaveLength(2);
  });
});

describe.concurrent('satrap serve', () => {
  it('alerts on what it answered 200, and keeps it as a log that analyze reads', async () => {
    const state = await folderWith({});
    await using one = start(state);
    const url = await urlOf(one);
    const body = listOf(item('a', 0), item('b', 1));
    expect(await post(url, body)).toBe(200);
    expect(await post(url, body)).toBe(200);
    await one.until(() => one.alerts.length === 2);
    one.signal('SIGTERM');
    expect(await one.ended).toBe(0);
    expect(one.alerts.map(({ count }) => count)).toEqual([1, 1]);
    const spool = await satrap(['analyze', join(state, 'spool'), '-q', '-o', 'json']);
    expect(alertsOf(spool).map(({ id }) => id)).toEqual(one.alerts.map(({ id }) => id));
  });

  it('alerts after a restart on what was answered before it was killed', async () => {
    const state = await folderWith({});
    const ids: (string | null)[] = [];
    for (const [index, account] of ['a', 'b', 'c'].entries()) {
      await using one = start(state, ...ONE_RULE);
      const url = await urlOf(one);
      expect(await post(url, listOf(item(account, index)))).toBe(200);
      one.signal('SIGKILL');
      await one.ended;
      ids.push(...one.alerts.map(({ user }) => user));
    }
    await using last = start(state, ...ONE_RULE);
    const all = () => new Set([...ids, ...last.alerts.map(({ user }) => user)]);
    await last.until(() => all().size === 3);
  });

  it('alerts as on one clean log, though batches overlap, come late and come again', async () => {
    const folder = await folderWith({
      'burst.yml':
        'title: Burst\nname: burst\ncorrelation: { type: event_count, rules: lists, ' +
        'group-by: [user.username], timespan: 20s, condition: { gte: 3 } }\n---\ntitle: Lists\n' +
        'name: lists\nlogsource: { product: kubernetes, service: audit }\n' +
        'detection: { s: { verb: list }, condition: s }\n',
    });
    const rules = ['--add-rules', join(folder, 'burst.yml')];
    const events = Array.from({ length: 60 }, (_, i) => item(`u${i % 2}`, i * 4));
    // What comes much later shows that the minutes before it are complete.
    const last = item('last', 7200);
    const clean = [...events, last].map((event) =>
      JSON.stringify({ kind: 'Event', apiVersion: 'audit.k8s.io/v1', ...event }),
    );
    await writeFile(join(folder, 'clean.log'), `${clean.join('\n')}\n`);
    const expected = await satrap([
      'analyze',
      join(folder, 'clean.log'),
      ...rules,
      '-q',
      '-o',
      'json',
    ]);
    await using one = start(join(folder, 'state'), ...rules);
    const url = await urlOf(one);
    const batches = [0, 10, 20, 30, 40, 50].map((from) => events.slice(from, from + 15));
    for (const index of [1, 0, 1, 3, 2, 2, 5, 4, 0]) {
      expect(await post(url, listOf(...(batches[index] ?? [])))).toBe(200);
    }
    // Two: a single jump of event time is not believed.
    expect(await post(url, listOf(last, item('last', 7201)))).toBe(200);
    await one.until(() => one.alerts.some(({ user }) => user?.endsWith(':last')));
    one.signal('SIGTERM');
    expect(await one.ended).toBe(0);
    const counts = (alerts: readonly Alert[]) => {
      const highest = new Map<string, number>();
      for (const { id, rule, user, count } of alerts) {
        if (user?.endsWith(':last')) continue;
        const key = `${id} ${rule.name}`;
        highest.set(key, Math.max(count, highest.get(key) ?? 0));
      }
      return Object.fromEntries(highest);
    };
    expect(Object.keys(counts(alertsOf(expected))).some((key) => key.endsWith('burst'))).toBe(true);
    expect(counts(one.alerts)).toEqual(counts(alertsOf(expected)));
  });

  it('keeps poison for a person and tells strangers nothing', async () => {
    const state = await folderWith({});
    await using one = start(state, ...ONE_RULE);
    const url = await urlOf(one);
    expect(await post(url, '{"kind":"Pod"}')).toBe(200);
    const letters = await readFile(join(state, 'dead-letter.jsonl'), 'utf8');
    expect(JSON.parse(letters)).toMatchObject({ origin: 'webhook', text: '{"kind":"Pod"}' });
    const stranger = new Agent({ connect: { rejectUnauthorized: false } });
    const options = { method: 'POST', body: listOf(item('a', 0)), dispatcher: stranger } as const;
    expect((await request(url, options)).statusCode).toBe(401);
    const probe = await request(new URL('/readyz', url), { dispatcher: stranger });
    expect([probe.statusCode, await probe.body.text()]).toEqual([200, 'ok\n']);
    await stranger.destroy();
    const metrics = await request(new URL('/metrics', url), { dispatcher: agent });
    const text = await metrics.body.text();
    expect(text).toMatch(/^satrap_webhook_responses_total[{]code="401"[}] 1$/m);
    expect(text).toMatch(/^satrap_webhook_buried_total[{]what="body"[}] 1$/m);
    expect(text).toMatch(/^satrap_webhook_answer_seconds_count \d+$/m);
    expect(await readdir(join(state, 'spool'))).toEqual(['audit.log']);
  });

  it('takes new certificates on SIGHUP without a restart', async () => {
    const state = await folderWith({});
    const own = join(await folderWith({}), 'webhook');
    await cp(certificates, own, { recursive: true });
    await using one = start(state, ...tls(own));
    const url = await urlOf(one);
    expect(await post(url, listOf(item('a', 0)))).toBe(200);
    expect((await satrap(['setup', 'webhook', '--renew', '--out', own])).code).toBe(0);
    one.signal('SIGHUP');
    await one.until(() => one.stderr.includes('the rules were read anew'));
    const renewed = await clientOf(own);
    const options = { method: 'POST', body: listOf(item('b', 1)), dispatcher: renewed } as const;
    expect((await request(url, options)).statusCode).toBe(200);
    await renewed.destroy();
    await one.until(() => one.alerts.length === 2);
  });

  it('refuses to start where anyone could send events or read them, with what to do', async () => {
    const state = ['--state-dir', await folderWith({})];
    const none = await satrap(['serve', ...state]);
    expect(none.code).toBe(2);
    expect(none.stderr).toMatch(/there is no TLS certificate.*'satrap setup webhook' makes/);
    const open = await satrap(['serve', ...state, '--insecure-http', '--listen', '0.0.0.0:18443']);
    expect(open.code).toBe(2);
    expect(open.stderr).toMatch(/plain HTTP on 0[.]0[.]0[.]0 would show events/);
    const missing = await satrap(['serve', ...state, '--tls-cert', '/no', '--tls-key', '/no']);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/anyone could send events/);
    const config = join(await folderWith({}), 'satrap.yaml');
    await writeFile(config, 'webhook: { listen: nowhere }\n');
    const wrong = await satrap(['serve', ...state, '-c', config]);
    expect(wrong.stderr).toMatch(/satrap[.]yaml:1:20: error: webhook[.]listen must be an address/);
  });
});
