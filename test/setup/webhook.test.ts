import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer, type RequestOptions, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { KubeConfig } from '@kubernetes/client-node';
import { afterAll, describe, expect, it } from 'vitest';
import { hostsOf } from '../../src/setup/certificates.ts';
import { renewWebhook, setUpWebhook } from '../../src/setup/webhook.ts';

const root = await mkdtemp(join(tmpdir(), 'satrap-webhook-'));
afterAll(() => rm(root, { recursive: true }));

const SETUP = {
  hosts: [{ type: 'ip', value: '127.0.0.1' }],
  port: 8443,
  days: 825,
  embed: false,
  nodeFolder: '/etc/kubernetes/satrap',
} as const;

const readIn = (folder: string) => (name: string) => readFile(join(folder, name), 'utf8');

async function fresh(name: string, changes: Partial<Parameters<typeof setUpWebhook>[0]> = {}) {
  const folder = join(root, name);
  await setUpWebhook({ ...SETUP, folder, now: new Date(), ...changes });
  return folder;
}

/** A server as `satrap serve` is one: it answers with who is asking. */
async function serve(folder: string): Promise<Server> {
  const read = readIn(folder);
  const server = createServer(
    {
      cert: await read('server.crt'),
      key: await read('server.key'),
      ca: await read('ca.crt'),
      requestCert: true,
      rejectUnauthorized: false,
    },
    (asked, reply) => {
      const socket = asked.socket as TLSSocket;
      const who = socket.authorized ? socket.getPeerCertificate().subject.CN?.toString() : 'nobody';
      reply.end(`${asked.url} ${who}`);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** What kube-apiserver would do with the kubeconfig of a folder. */
async function optionsOf(folder: string): Promise<RequestOptions> {
  const config = new KubeConfig();
  config.loadFromFile(join(folder, 'webhook-kubeconfig.yaml'));
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
  return options;
}

async function ask(server: Server, options: RequestOptions): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const asked = request({ host: '127.0.0.1', path: '/audit', ...options, port, agent: false });
  asked.end();
  const [reply] = (await once(asked, 'response')) as [IncomingMessage];
  return (await reply.toArray()).join('');
}

async function withServer<T>(folder: string, job: (server: Server) => Promise<T>): Promise<T> {
  const server = await serve(folder);
  try {
    return await job(server);
  } finally {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
}

describe('setup webhook', () => {
  it.each([false, true])(
    'gives kube-apiserver a client that is let in (embedded: %s)',
    async (embed) => {
      const folder = await fresh(`mtls-${embed}`, { embed });
      await withServer(folder, async (server) => {
        expect(await ask(server, await optionsOf(folder))).toBe('/audit kube-apiserver-audit');
      });
    },
  );

  it('lets nobody in without a client certificate of its authority', async () => {
    const folder = await fresh('mine');
    const other = await fresh('other');
    const read = readIn(folder);
    const ca = await read('ca.crt');
    await withServer(folder, async (server) => {
      expect(await ask(server, { ca })).toBe('/audit nobody');
      const stranger = { ...(await optionsOf(other)), ca };
      expect(await ask(server, stranger)).toBe('/audit nobody');
      // The server's own certificate is no client's.
      const cert = await read('server.crt');
      expect(await ask(server, { ca, cert, key: await read('server.key') })).toBe('/audit nobody');
    });
  });

  it('gives a server that other authorities and other names do not vouch for', async () => {
    const folder = await fresh('named', { hosts: [{ type: 'ip', value: '10.96.0.50' }] });
    const other = await fresh('stranger');
    await withServer(folder, async (server) => {
      const options = await optionsOf(folder);
      expect(await ask(server, { ...options, servername: 'localhost' })).toContain('/audit');
      const elsewhere = { ...options, servername: 'elsewhere.example.com' };
      await expect(ask(server, elsewhere)).rejects.toThrow(/altnames/);
      await expect(ask(server, await optionsOf(other))).rejects.toThrow(/certificate/);
    });
  });

  it('names server, certificates and port in the kubeconfig', async () => {
    const hosts = [{ type: 'ip', value: 'fd00::1' }] as const;
    const folder = await fresh('kubeconfig', { hosts, port: 9443 });
    const config = new KubeConfig();
    config.loadFromFile(join(folder, 'webhook-kubeconfig.yaml'));
    expect(config.getCurrentCluster()).toMatchObject({
      server: 'https://[fd00::1]:9443/audit',
      caFile: join(folder, 'ca.crt'),
    });
    expect(config.getCurrentUser()).toMatchObject({
      certFile: join(folder, 'client.crt'),
      keyFile: join(folder, 'client.key'),
    });
  });

  it('writes the next steps with the names filled in', async () => {
    const read = readIn(await fresh('readme', { port: 9443 }));
    const readme = await read('README.txt');
    expect(readme).toContain('https://127.0.0.1:9443/healthz');
    expect(readme).toContain('/etc/kubernetes/satrap');
    expect(readme.split('\n').filter((line) => line.length > 110)).toEqual([]);
    expect(await read('audit-policy.yaml')).toContain('kind: Policy');
    expect(await read('apiserver-flags.txt')).toContain(
      '--audit-webhook-config-file=/etc/kubernetes/satrap/webhook-kubeconfig.yaml',
    );
  });
});

describe('setup webhook --renew', () => {
  const renew = (folder: string, changes = {}) =>
    renewWebhook({ folder, hosts: [], days: 825, now: new Date(), ...changes });

  it.each([false, true])('changes keys; either side may go first (embedded: %s)', async (embed) => {
    const folder = await fresh(`renew-${embed}`, { embed });
    const read = readIn(folder);
    const before = { options: await optionsOf(folder), key: await read('server.key') };
    await withServer(folder, async (old) => {
      await renew(folder);
      const after = await optionsOf(folder);
      expect(String(after.cert)).not.toBe(String(before.options.cert));
      expect(await read('server.key')).not.toBe(before.key);
      expect(await ask(old, after)).toContain('kube-apiserver-audit');
      await withServer(folder, async (renewed) => {
        expect(await ask(renewed, before.options)).toContain('kube-apiserver-audit');
        expect(await ask(renewed, after)).toContain('kube-apiserver-audit');
      });
    });
  });

  it('keeps the names, or takes new ones', async () => {
    const folder = await fresh('names', {
      hosts: [
        { type: 'ip', value: '10.96.0.50' },
        { type: 'dns', value: 'a.example.com' },
      ],
    });
    const names = async () => hostsOf(await readIn(folder)('server.crt')).map(({ value }) => value);
    await renew(folder);
    expect(await names()).toEqual(['10.96.0.50', 'a.example.com', 'localhost', '127.0.0.1', '::1']);
    await renew(folder, { hosts: [{ type: 'ip', value: '10.96.0.50' }] });
    expect(await names()).toEqual(['10.96.0.50', 'localhost', '127.0.0.1', '::1']);
  });

  it('refuses names without the one that kube-apiserver connects to', async () => {
    const folder = await fresh('left-out', { hosts: [{ type: 'ip', value: '10.96.0.50' }] });
    const hosts = [{ type: 'dns', value: 'b.example.com' }];
    await expect(renew(folder, { hosts })).rejects.toThrow(/sends to 10\.96\.0\.50/);
  });

  it('says what is missing, foreign or too old', async () => {
    await expect(renew(join(root, 'absent'))).rejects.toThrow(
      /ca\.crt is not there: --renew needs/,
    );
    const folder = await fresh('foreign');
    const later = new Date(Date.now() + 3651 * 86_400_000);
    await expect(renew(folder, { now: later })).rejects.toThrow(/expired/);
    await writeFile(join(folder, 'ca.key'), await readIn(await fresh('donor'))('ca.key'));
    await expect(renew(folder)).rejects.toThrow(/not the key of ca\.crt/);
  });
});
