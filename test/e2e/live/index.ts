import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '../cluster/index.ts';
import { writeKubeconfig } from '../cluster/kubeconfig.ts';
import type { Authority } from '../cluster/pki.ts';
import { freePort } from '../cluster/port.ts';
import { createLive, type Live, type LiveOptions } from './process.ts';

export type { Live, LiveOptions } from './process.ts';

/** Starts `satrap watch` on an audit log. */
export async function startWatch(
  options: LiveOptions & { readonly logPath: string },
): Promise<Live> {
  const live = await createLive(['watch', options.logPath], options);
  live.start();
  return live;
}

/** Where `satrap serve` finds its certificate, its key and the authority of its clients. */
export interface ServeFiles {
  readonly cert: string;
  readonly key: string;
  readonly clientCa: string;
}

/** What an apiserver's webhook backend and `satrap serve` must agree on before either is started. */
export interface Endpoint {
  readonly port: number;
  readonly metricsPort: number;
  readonly files: ServeFiles;
  readonly authority: Authority;
  /** For `--audit-webhook-config-file`. */
  readonly kubeconfig: string;
}

/** Writes certificates and kubeconfig for a server on a free port of 127.0.0.1. */
export async function createEndpoint(folder: string, authority: Authority): Promise<Endpoint> {
  const [port, metricsPort] = [await freePort(), await freePort()];
  const at = (name: string) => join(folder, name);
  const files = { cert: at('serve.crt'), key: at('serve.key'), clientCa: at('serve-ca.crt') };
  const kubeconfig = at('webhook.kubeconfig');
  await writeFile(files.clientCa, authority.cert);
  await renewCertificate(files, authority);
  await writeKubeconfig(
    kubeconfig,
    { url: `https://127.0.0.1:${port}/audit`, ca: authority.cert },
    await authority.client('kube-apiserver'),
  );
  return { port, metricsPort, files, authority, kubeconfig };
}

/** Puts a new certificate and its key in place of the old ones. */
export async function renewCertificate(
  files: Pick<ServeFiles, 'cert' | 'key'>,
  authority: Authority,
): Promise<void> {
  const { cert, key } = await authority.server(['127.0.0.1']);
  await writeFile(files.cert, cert);
  await writeFile(files.key, key, { mode: 0o600 });
}

/** Starts `satrap serve` on an endpoint. */
export async function startServe(
  options: LiveOptions & { readonly endpoint: Endpoint },
): Promise<Live> {
  const { port, metricsPort, files } = options.endpoint;
  const flags = {
    listen: `127.0.0.1:${port}`,
    metrics: `127.0.0.1:${metricsPort}`,
    'tls-cert': files.cert,
    'tls-key': files.key,
    'client-ca': files.clientCa,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]);
  const live = await createLive(['serve', ...args], options);
  live.start();
  return live;
}

/** A fresh state folder of a cluster. */
export const stateDirOf = (cluster: Cluster): string => join(cluster.folder, 'state');
