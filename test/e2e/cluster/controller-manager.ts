import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import type { Cluster } from './index.ts';
import { writeKubeconfig } from './kubeconfig.ts';

/**
 * Starts the real kube-controller-manager on a cluster, each controller with a ServiceAccount of its own,
 * as every installer sets it up. It ends with the cluster.
 */
export async function startControllerManager(cluster: Cluster, binary: string): Promise<Child> {
  const { folder, authority, apiserver } = cluster;
  const kubeconfig = join(folder, 'controller-manager.kubeconfig');
  const credentials = await authority.client('system:kube-controller-manager');
  await writeFile(join(folder, 'ca.key'), authority.key, { mode: 0o600 });
  await writeKubeconfig(kubeconfig, { url: apiserver.url, ca: authority.cert }, credentials);
  const flags = {
    kubeconfig,
    'use-service-account-credentials': true,
    'service-account-private-key-file': join(folder, 'sa.key'),
    'root-ca-file': join(folder, 'ca.crt'),
    'cluster-signing-cert-file': join(folder, 'ca.crt'),
    'cluster-signing-key-file': join(folder, 'ca.key'),
    'leader-elect': false,
    'secure-port': 0,
    'node-monitor-grace-period': '300s',
  };
  return startChild(
    binary,
    Object.entries(flags).map(([name, value]) => `--${name}=${value}`),
    {
      name: 'kube-controller-manager',
      logPath: join(folder, 'kube-controller-manager.log'),
    },
  );
}
