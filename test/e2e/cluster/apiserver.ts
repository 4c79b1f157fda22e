import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import type { Binaries } from '../binaries.ts';
import { type Child, startChild, untilReady } from './child.ts';
import type { Authority } from './pki.ts';
import { AUDIT_POLICY } from './policy.ts';
import { freePort } from './port.ts';
import { ISSUER, type TokenKeys } from './tokens.ts';

/** How a test wants its audit events. */
export interface AuditOptions {
  /** Rotated log files are gzipped. */
  readonly compress?: boolean;
  /** A kubeconfig that names where to POST batches of events; without it there is the log alone. */
  readonly webhookConfig?: string;
  /** Milliseconds that an event may wait for its batch to fill. */
  readonly webhookWait?: number;
  /** Seconds before a batch that was not taken is sent again; half as much more each time after. */
  readonly webhookBackoff?: number;
  /** Instead of `AUDIT_POLICY`. */
  readonly policy?: string;
}

/** What an apiserver needs to know of the cluster around it. */
export interface ApiserverContext {
  readonly folder: string;
  readonly binaries: Binaries;
  readonly authority: Authority;
  readonly tokenKeys: TokenKeys;
  readonly etcdPort: number;
  readonly audit: AuditOptions;
}

/** An apiserver that can be stopped and started again on the same port, with the same audit log. */
export interface Apiserver {
  readonly url: string;
  /** Where the audit log is written; rotated files are beside it. */
  readonly auditLog: string;
  /** What it prints. */
  readonly messages: string;
  /** Resolves when it is ready, RBAC's bootstrap roles included. */
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Prepares an apiserver's files. */
export async function createApiserver(context: ApiserverContext): Promise<Apiserver> {
  const { folder, binaries, authority, tokenKeys } = context;
  const port = await freePort();
  const logPath = join(folder, 'kube-apiserver.log');
  const auditLog = join(folder, 'audit', 'audit.log');
  const serving = await authority.server(['127.0.0.1', 'localhost', 'kubernetes.default.svc']);
  await mkdir(join(folder, 'audit'), { recursive: true });
  await Promise.all([
    writeFile(join(folder, 'ca.crt'), authority.cert),
    writeFile(join(folder, 'apiserver.crt'), serving.cert),
    writeFile(join(folder, 'apiserver.key'), serving.key),
    writeFile(join(folder, 'sa.pub'), tokenKeys.publicPem),
    writeFile(join(folder, 'sa.key'), tokenKeys.privatePem),
    writeFile(join(folder, 'policy.yaml'), context.audit.policy ?? AUDIT_POLICY),
  ]);

  let child: Child | undefined;
  const url = `https://127.0.0.1:${port}`;
  const start = async () => {
    child = startChild(binaries.apiserver, argsOf(context, port, auditLog), {
      name: 'kube-apiserver',
      logPath,
    });
    await untilReady(child, logPath, () => isReady(url, authority.cert));
  };
  return {
    url,
    auditLog,
    messages: logPath,
    start,
    async stop(signal) {
      await child?.stop(signal);
      child = undefined;
    },
  };
}

function argsOf(
  { folder, etcdPort, audit }: ApiserverContext,
  port: number,
  auditLog: string,
): string[] {
  const at = (name: string) => join(folder, name);
  const webhook = audit.webhookConfig && {
    'audit-webhook-config-file': audit.webhookConfig,
    'audit-webhook-mode': 'batch',
    'audit-webhook-batch-max-wait': `${audit.webhookWait ?? 500}ms`,
    // Production's 10 s would make every test of an outage that much longer.
    'audit-webhook-initial-backoff': `${audit.webhookBackoff ?? 2}s`,
  };
  const flags = {
    'etcd-servers': `http://127.0.0.1:${etcdPort}`,
    'bind-address': '127.0.0.1',
    'secure-port': port,
    'advertise-address': '127.0.0.1',
    // A loopback address can't be an endpoint.
    'endpoint-reconciler-type': 'none',
    'tls-cert-file': at('apiserver.crt'),
    'tls-private-key-file': at('apiserver.key'),
    'client-ca-file': at('ca.crt'),
    'service-account-issuer': ISSUER,
    'service-account-key-file': at('sa.pub'),
    'service-account-signing-key-file': at('sa.key'),
    'service-cluster-ip-range': '10.96.0.0/16',
    'authorization-mode': 'Node,RBAC',
    'audit-policy-file': at('policy.yaml'),
    'audit-log-path': auditLog,
    // The smallest there is, so that a burst rotates it.
    'audit-log-maxsize': 1,
    'audit-log-maxbackup': 1000,
    'audit-log-compress': audit.compress ?? false,
    'shutdown-delay-duration': '0s',
    ...webhook,
  };
  return Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
}

async function isReady(url: string, ca: string): Promise<boolean> {
  const agent = new Agent({ connect: { ca } });
  try {
    const { statusCode, body } = await request(`${url}/readyz`, { dispatcher: agent });
    await body.dump();
    return statusCode === 200;
  } finally {
    await agent.destroy();
  }
}
