import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { connect as tlsConnect } from 'node:tls';
import { Agent, request } from 'undici';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type ReceiverOptions, startReceiver } from '../../src/webhook/index.ts';
import { checkTls, readTls } from '../../src/webhook/tls-files.ts';
import { folder } from '../spool/support.ts';
import { type Authority, makeAuthority, mountSecret, type Pair } from './certificates.ts';
import { bigList, item, listOf } from './support.ts';

let authority: Authority;
let others: Authority;
let server: Pair;
let client: Pair;
let stranger: Pair;

beforeAll(async () => {
  [authority, others] = await Promise.all([makeAuthority('root'), makeAuthority('others')]);
  [server, client, stranger] = await Promise.all([
    authority.sign('first'),
    authority.sign('kube-apiserver'),
    others.sign('kube-apiserver'),
  ]);
});

/** A receiver with TLS whose files are mounted as a Secret, and clients for it. */
async function setUp(options: Partial<ReceiverOptions> = {}) {
  const dir = await folder();
  const at = (name: string) => join(dir.path, name);
  const mount = (pair: Pair, ca = authority.cert) =>
    mountSecret(dir.path, { 'tls.crt': pair.cert, 'tls.key': pair.key, 'ca.crt': ca });
  await mount(server);
  const complaints: string[] = [];
  let events = 0;
  const receiver = await startReceiver(
    {
      host: '127.0.0.1',
      port: 0,
      tls: { cert: at('tls.crt'), key: at('tls.key'), clientCa: at('ca.crt') },
      timeouts: { tlsPoll: 3_600_000 },
      ...options,
    },
    { append: async () => void events++ },
    {
      metrics: async () => 'metrics\n',
      ready: () => undefined,
      bury: async () => {},
      complain: (reason) => complaints.push(reason),
    },
  );
  const agents: Agent[] = [];
  const { port } = receiver.address;
  const agentOf = (pair: Pair | undefined, ca = authority.cert, connections = 1) => {
    const agent = new Agent({ connections, keepAliveTimeout: 60_000, connect: { ca, ...pair } });
    agents.push(agent);
    return agent;
  };
  const ask = async (dispatcher: Agent, path: string, body?: string) => {
    const answer = await request(`https://127.0.0.1:${port}${path}`, {
      dispatcher,
      ...(body !== undefined && { method: 'POST' as const, body }),
    });
    await answer.body.dump();
    return answer.statusCode;
  };
  /** The common name that the server shows to a new connection. */
  const shown = () =>
    new Promise<string>((resolve, reject) => {
      const socket = tlsConnect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...client });
      socket.once('secureConnect', () => {
        resolve(String(socket.getPeerCertificate().subject.CN));
        socket.destroy();
      });
      socket.once('error', reject);
    });
  return {
    receiver,
    mount,
    at,
    complaints,
    agentOf,
    ask,
    shown,
    port,
    events: () => events,
    async [Symbol.asyncDispose]() {
      await receiver.stop(0);
      await Promise.all(agents.map((agent) => agent.destroy()));
      await dir[Symbol.asyncDispose]();
    },
  };
}

describe('webhook › client certificates', () => {
  it('takes events from those that its authority signed, and answers probes without any', async () => {
    await using test = await setUp();
    const body = listOf(item('a'));
    expect(await test.ask(test.agentOf(client), '/audit', body)).toBe(200);
    expect(await test.ask(test.agentOf(client), '/metrics')).toBe(200);
    for (const pair of [undefined, stranger]) {
      const agent = test.agentOf(pair);
      expect(await test.ask(agent, '/audit', body)).toBe(401);
      expect(await test.ask(agent, '/metrics')).toBe(401);
      expect(await test.ask(agent, '/healthz')).toBe(200);
      expect(await test.ask(agent, '/readyz')).toBe(200);
    }
    expect(test.events()).toBe(1);
  });

  it('are not enough where a token is asked for as well', async () => {
    await using test = await setUp({ token: '0123456789abcdef' });
    expect(await test.ask(test.agentOf(client), '/audit', listOf(item('a')))).toBe(401);
  });

  it('must be valid today', async () => {
    await using test = await setUp();
    const old = await authority.sign('old', { to: new Date(Date.now() - 1000) });
    expect(await test.ask(test.agentOf(old), '/audit', listOf(item('a')))).toBe(401);
  });
});

describe('webhook › TLS', () => {
  it('counts handshakes that fail, and speaks no version before 1.2', async () => {
    await using test = await setUp();
    const options = { port: test.port, host: '127.0.0.1', rejectUnauthorized: false } as const;
    const socket = tlsConnect({
      ...options,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    await expect(
      new Promise((resolve, reject) => {
        socket.once('secureConnect', resolve).once('error', reject);
      }),
    ).rejects.toThrow(/ECONNRESET|alert|version|protocol/i);
    await vi.waitFor(() => expect(test.receiver.counts.tlsErrors).toBe(1), { timeout: 20_000 });
  });

  it('shows a new certificate to new connections under load, and loses no body', async () => {
    await using test = await setUp({ timeouts: { tlsPoll: 20 } });
    const second = await authority.sign('second');
    const agent = test.agentOf(client, authority.cert, 5);
    const loading = new AbortController();
    const statuses = new Set<number>();
    let sent = 0;
    const load = async () => {
      while (!loading.signal.aborted) {
        statuses.add(await test.ask(agent, '/audit', bigList('a', 10_000)));
        sent++;
      }
    };
    const loads = Array.from({ length: 5 }, load);
    expect(await test.shown()).toBe('first');
    await test.mount(second);
    await vi.waitFor(async () => expect(await test.shown()).toBe('second'), { timeout: 20_000 });
    const before = sent;
    await vi.waitFor(() => expect(sent).toBeGreaterThan(before + 10), { timeout: 20_000 });
    loading.abort();
    await Promise.all(loads);
    expect([...statuses]).toEqual([200]);
    expect(test.events()).toBe(sent);
    expect(test.complaints).toEqual([]);
    const { validToDate } = new X509Certificate(second.cert);
    expect(test.receiver.counts.certificateExpires).toBe(validToDate.getTime());
  });

  it('asks new clients for the new authority', async () => {
    await using test = await setUp();
    await test.mount(server, others.cert);
    await test.receiver.reload();
    expect(await test.ask(test.agentOf(stranger), '/audit', listOf(item('a')))).toBe(200);
    expect(await test.ask(test.agentOf(client), '/audit', listOf(item('a')))).toBe(401);
  });

  it('keeps the old pair when the new one is broken, says so once, and recovers', async () => {
    await using test = await setUp({ timeouts: { tlsPoll: 15 } });
    const second = await authority.sign('second');
    await test.mount({ cert: second.cert, key: client.key });
    await vi.waitFor(() => expect(test.complaints).toHaveLength(1), { timeout: 20_000 });
    await setTimeout(100);
    expect(test.complaints).toEqual([
      `the new TLS files can't be used, the old ones stay: ${test.at('tls.key')} is not the key of the first certificate in ${test.at('tls.crt')}: the pair must be made together`,
    ]);
    expect(await test.shown()).toBe('first');
    await test.mount(second);
    await vi.waitFor(async () => expect(await test.shown()).toBe('second'), { timeout: 20_000 });
  });

  it('says what is wrong at once when it is told to look', async () => {
    await using test = await setUp();
    await test.mount({ cert: 'nothing', key: server.key });
    await test.receiver.reload();
    expect(test.complaints.join()).toContain('tls.crt holds no certificate in PEM form');
  });
});

describe('TLS files', () => {
  /** What is wrong with files, or what is doubtful. */
  const load = async (cert: string, key: string, ca?: string) => {
    await using dir = await folder();
    const files = {
      cert: join(dir.path, 'tls.crt'),
      key: join(dir.path, 'tls.key'),
      ...(ca !== undefined && { clientCa: join(dir.path, 'ca.crt') }),
    };
    await writeFile(files.cert, cert);
    await writeFile(files.key, key);
    if (files.clientCa !== undefined) await writeFile(files.clientCa, ca ?? '');
    try {
      const { warnings } = checkTls(await readTls(files), files, Date.now());
      return warnings.join('\n').replaceAll(`${dir.path}/`, '');
    } catch (error) {
      return (error as Error).message.replaceAll(`${dir.path}/`, '');
    }
  };

  it('are good with their chain', async () => {
    expect(
      await load(
        `${server.cert}\n${authority.cert}\n`,
        server.key,
        `${authority.cert}\n${others.cert}\n`,
      ),
    ).toBe('');
  });

  it('name the file that is wrong', async () => {
    expect(await load(server.cert, client.key)).toMatch(/^tls.key is not the key of .* tls.crt/);
    expect(await load(server.key, server.key)).toBe('tls.crt holds no certificate in PEM form');
    expect(await load(server.cert, server.cert)).toBe('tls.key holds no private key in PEM form');
    expect(await load(server.cert, server.key, '')).toBe('ca.crt holds no certificate in PEM form');
    expect(await load(server.cert.replaceAll('M', 'A'), server.key)).toBe(
      'tls.crt holds a damaged certificate',
    );
    const locked =
      '-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n';
    expect(await load(server.cert, locked)).toContain('tls.key is locked with a passphrase');
    const files = { cert: '/dev/null/tls.crt', key: 'missing.key' };
    await expect(readTls(files)).rejects.toThrow(/can't be read/);
  });

  it('are doubtful when they are expired, or not valid yet', async () => {
    const day = 86_400_000;
    const old = await authority.sign('old', { to: new Date(Date.now() - 1000) });
    expect(await load(old.cert, old.key)).toMatch(/^a certificate in tls.crt expired on 20/);
    const early = await authority.sign('early', {
      from: new Date(Date.now() + day / 4),
      to: new Date(Date.now() + day / 2),
    });
    expect(await load(early.cert, early.key)).toMatch(
      /^a certificate in tls.crt is not valid before 20/,
    );
  });
});
