import { parse, stringify } from 'yaml';
import { SetupError } from './error.ts';

/** What kube-apiserver needs to send audit events, each as PEM, or as a path beside the kubeconfig. */
export interface Credentials {
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

/** The files as `setup webhook` names them. kube-apiserver takes them relative to the kubeconfig's folder. */
export const BESIDE: Credentials = {
  authority: 'ca.crt',
  certificate: 'client.crt',
  key: 'client.key',
};

/** A kubeconfig for `--audit-webhook-config-file`; `embed` puts the PEM texts into it. */
export function webhookKubeconfig(server: string, files: Credentials, embed: boolean): string {
  const field = (name: string, value: string) =>
    embed ? { [`${name}-data`]: Buffer.from(value).toString('base64') } : { [name]: value };
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'satrap',
          cluster: { server, ...field('certificate-authority', files.authority) },
        },
      ],
      users: [
        {
          name: 'kube-apiserver',
          user: {
            ...field('client-certificate', files.certificate),
            ...field('client-key', files.key),
          },
        },
      ],
      contexts: [{ name: 'satrap', context: { cluster: 'satrap', user: 'kube-apiserver' } }],
      'current-context': 'satrap',
    },
    { lineWidth: 0 },
  );
}

/** Where a kubeconfig of ours sends to, and whether it carries its certificates. A `SetupError` when it is not one. */
export function readWebhookKubeconfig(text: string): { server: URL; embedded: boolean } {
  try {
    const { clusters } = parse(text) as { clusters: { cluster: Record<string, string> }[] };
    const cluster = (clusters[0] as { cluster: Record<string, string> }).cluster;
    const embedded = cluster['certificate-authority-data'] !== undefined;
    return { server: new URL(cluster.server as string), embedded };
  } catch (error) {
    throw new SetupError(`webhook-kubeconfig.yaml can't be read: ${(error as Error).message}`);
  }
}
