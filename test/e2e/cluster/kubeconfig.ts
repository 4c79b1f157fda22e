import { writeFile } from 'node:fs/promises';
import { KubeConfig } from '@kubernetes/client-node';
import type { Credentials } from './pki.ts';

/** Where a server is and by which authority it is known. */
export interface Server {
  readonly url: string;
  /** PEM. */
  readonly ca: string;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A configuration for `@kubernetes/client-node`: a client certificate, or a bearer token. */
export function kubeConfig(
  { url, ca }: Server,
  who: Credentials | { readonly token: string },
): KubeConfig {
  const config = new KubeConfig();
  const user =
    'token' in who
      ? { name: 'user', token: who.token }
      : { name: 'user', certData: base64(who.cert), keyData: base64(who.key) };
  config.loadFromOptions({
    clusters: [{ name: 'cluster', server: url, caData: base64(ca), skipTLSVerify: false }],
    users: [user],
    contexts: [{ name: 'context', cluster: 'cluster', user: 'user' }],
    currentContext: 'context',
  });
  return config;
}

/** Writes a kubeconfig file for a program: kube-controller-manager, or the audit webhook. */
export async function writeKubeconfig(
  path: string,
  server: Server,
  credentials: Credentials,
): Promise<void> {
  // JSON is YAML.
  await writeFile(path, kubeConfig(server, credentials).exportConfig(), { mode: 0o600 });
}
