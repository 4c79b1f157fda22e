import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import { request } from 'undici';
import type { Binaries } from '../binaries.ts';
import { type Apiserver, type AuditOptions, createApiserver } from './apiserver.ts';
import { type Caller, createCaller, type Identity } from './caller.ts';
import { type Child, startChild, untilReady } from './child.ts';
import { startControllerManager } from './controller-manager.ts';
import { kubeConfig } from './kubeconfig.ts';
import { lastWill } from './last-will.ts';
import { type Authority, type Credentials, createAuthority } from './pki.ts';
import { freePort } from './port.ts';
import { createTokenKeys, type TokenKeys } from './tokens.ts';

/** A running control plane on 127.0.0.1: etcd, kube-apiserver and, when asked, kube-controller-manager. */
export interface Cluster extends AsyncDisposable {
  readonly folder: string;
  readonly apiserver: Apiserver;
  readonly authority: Authority;
  readonly tokenKeys: TokenKeys;
  /** A configuration for `@kubernetes/client-node`. */
  config(who: Credentials | { readonly token: string }): KubeConfig;
  /** A caller for what that client can't do. It ends with the cluster. */
  caller(who: Identity): Caller;
  /** Ends the controllers and then the apiserver, which closes its log: all that happened is in it. */
  finish(): Promise<void>;
}

export interface ClusterOptions {
  readonly binaries: Binaries;
  readonly audit?: AuditOptions;
  /** Without kube-controller-manager nothing fills in legacy tokens or makes default ServiceAccounts. */
  readonly controllers?: boolean;
}

/** Starts a cluster; `await using` ends its processes and removes its folder, whatever happened. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { binaries, audit = {}, controllers = true } = options;
  const folder = await mkdtemp(join(tmpdir(), 'satrap-e2e-'));
  const cleanup = new AsyncDisposableStack();
  // By then its programs are dead, too.
  cleanup.defer(lastWill('sleep 2; rm -rf "$1"', folder));
  cleanup.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  let manager: Child | undefined;
  try {
    const etcdPort = await startEtcd(folder, binaries.etcd, cleanup);
    const authority = await createAuthority('satrap e2e');
    const tokenKeys = createTokenKeys();
    const apiserver = await createApiserver({
      folder,
      binaries,
      authority,
      tokenKeys,
      etcdPort,
      audit,
    });
    cleanup.defer(() => apiserver.stop());
    await apiserver.start();
    const server = { url: apiserver.url, ca: authority.cert };
    const cluster: Cluster = {
      folder,
      apiserver,
      authority,
      tokenKeys,
      config: (who) => kubeConfig(server, who),
      caller: (who) => cleanup.use(createCaller(server, who)),
      async finish() {
        // Open watches would hold up the apiserver's shutdown for a minute.
        await manager?.stop('SIGKILL');
        await apiserver.stop();
      },
      [Symbol.asyncDispose]: () => cleanup.disposeAsync(),
    };
    if (controllers) {
      manager = await startControllerManager(cluster, binaries.controllerManager);
      cleanup.defer(async () => void (await manager?.stop('SIGKILL')));
    }
    return cluster;
  } catch (error) {
    await cleanup.disposeAsync();
    throw error;
  }
}

async function startEtcd(
  folder: string,
  binary: string,
  cleanup: AsyncDisposableStack,
): Promise<number> {
  const [port, peerPort] = [await freePort(), await freePort()];
  const logPath = join(folder, 'etcd.log');
  const [client, peer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`];
  const flags = {
    'data-dir': join(folder, 'etcd'),
    'unsafe-no-fsync': true,
    'listen-client-urls': client,
    'advertise-client-urls': client,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `default=${peer}`,
    'log-level': 'warn',
  };
  const etcd: Child = startChild(
    binary,
    Object.entries(flags).map(([name, value]) => `--${name}=${value}`),
    { name: 'etcd', logPath },
  );
  cleanup.defer(async () => void (await etcd.stop('SIGKILL')));
  await untilReady(etcd, logPath, async () => {
    const { statusCode, body } = await request(`${client}/health`);
    await body.dump();
    return statusCode === 200;
  });
  return port;
}
