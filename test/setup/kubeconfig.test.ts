import { KubeConfig } from '@kubernetes/client-node';
import { describe, expect, it } from 'vitest';
import { BESIDE, readWebhookKubeconfig, webhookKubeconfig } from '../../src/setup/kubeconfig.ts';

const load = (text: string) => {
  const config = new KubeConfig();
  config.loadFromString(text);
  return { cluster: config.getCurrentCluster(), user: config.getCurrentUser() };
};

describe('webhook kubeconfig', () => {
  it('names the files beside it', () => {
    const { cluster, user } = load(
      webhookKubeconfig('https://10.96.0.50:8443/audit', BESIDE, false),
    );
    expect(cluster).toMatchObject({ server: 'https://10.96.0.50:8443/audit', caFile: 'ca.crt' });
    expect(cluster?.skipTLSVerify).toBe(false);
    expect(user).toMatchObject({ certFile: 'client.crt', keyFile: 'client.key' });
  });

  it('carries the certificates when asked to', () => {
    const pem = { authority: 'CA', certificate: 'CERT', key: 'KEY' };
    const { cluster, user } = load(webhookKubeconfig('https://[fd00::1]:1/audit', pem, true));
    const decoded = (text?: string) => Buffer.from(text ?? '', 'base64').toString();
    expect(decoded(cluster?.caData)).toBe('CA');
    expect(decoded(user?.certData)).toBe('CERT');
    expect(decoded(user?.keyData)).toBe('KEY');
  });

  it('is read back', () => {
    const text = webhookKubeconfig('https://[fd00::1]:1/audit', BESIDE, false);
    const { server, embedded } = readWebhookKubeconfig(text);
    expect(server.href).toBe('https://[fd00::1]:1/audit');
    expect(embedded).toBe(false);
  });

  it.each(['', '[', 'clusters: []', 'clusters: [{cluster: {server: nonsense}}]'])(
    'refuses %j with a reason',
    (text) => {
      expect(() => readWebhookKubeconfig(text)).toThrow("webhook-kubeconfig.yaml can't be read");
    },
  );
});
