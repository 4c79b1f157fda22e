import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { decide } from '../../src/policy/evaluate.ts';
import { type PolicyFile, readPolicy } from '../../src/policy/read.ts';
import type { JsonObject } from '../../src/types.ts';
import { satrap } from '../cli/run.ts';
import { askedBy } from '../deploy/policy.ts';
import { readEvents } from './analysis.ts';
import { type Cluster, startCluster } from './cluster/index.ts';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const SHOP = '/api/v1/namespaces/shop';
const MERGE = 'application/merge-patch+json';

const cleanup = new AsyncDisposableStack();
let events: JsonObject[];
let policy: PolicyFile;
let messages: string;
let report: string;

beforeAll(async () => {
  const { stdout } = await satrap(['policy', 'generate']);
  policy = readPolicy('generated', stdout).policy as PolicyFile;
  const binaries = inject('binaries');
  const cluster = cleanup.use(
    await startCluster({ binaries, controllers: false, audit: { policy: stdout } }),
  );
  await happen(cluster);
  await cluster.finish();
  events = await readEvents(cluster.apiserver.auditLog);
  messages = await readFile(cluster.apiserver.messages, 'utf8');
  report = (await satrap(['rules', 'coverage', '-o', 'text', '--log', cluster.apiserver.auditLog]))
    .stdout;
});

afterAll(() => cleanup.disposeAsync());

/** What an administrator does, somebody with a bad token and a probe. */
async function happen(cluster: Cluster): Promise<void> {
  const credentials = await cluster.authority.client('alice', ['system:masters']);
  const alice = cluster.caller({ credentials });
  const role = { rules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }] };
  await alice.send('POST', '/api/v1/namespaces', { metadata: { name: 'shop' } });
  await alice.send('POST', `${SHOP}/serviceaccounts`, { metadata: { name: 'cart' } });
  await alice.send('POST', `${SHOP}/serviceaccounts/cart/token`, { spec: {} });
  await alice.send('POST', `${SHOP}/secrets`, {
    metadata: { name: 'db' },
    stringData: { password: 'not a secret' },
  });
  await alice.send(
    'PATCH',
    `${SHOP}/secrets/db`,
    { stringData: { password: 'not a secret' } },
    MERGE,
  );
  await alice.get('/api/v1/secrets');
  await alice.send('POST', `${RBAC}/clusterroles`, { metadata: { name: 'all' } });
  await alice.send('PATCH', `${RBAC}/clusterroles/all`, role, MERGE);
  await alice.send('POST', `${SHOP}/services`, {
    metadata: { name: 'web' },
    spec: { type: 'NodePort', ports: [{ port: 80 }] },
  });
  await alice.upgrade(`${SHOP}/pods/cart-1/exec?command=sh`, 'websocket');
  await cluster.caller({ token: 'bad' }).get('/api/v1/secrets');
  await cluster.caller({}).get('/healthz');
}

/** The level and the bodies of what was done, by verb and resource. */
function logged(verb: string, what: string): unknown[] {
  const [resource = '', subresource] = what.split('/');
  return events.flatMap((event) => {
    const ref = (event.objectRef ?? {}) as Record<string, string>;
    const { username } = event.user as { username?: string };
    if (event.verb !== verb || ref.resource !== resource || username !== 'alice') return [];
    if (ref.subresource !== subresource) return [];
    const bodies = ['requestObject', 'responseObject'].filter((body) => body in event);
    return [`${event.level as string} ${event.stage as string}: ${bodies.join(' ')}`];
  });
}

describe('the generated policy and a real kube-apiserver', () => {
  it('is taken without a complaint', () => {
    expect(messages).not.toMatch(/audit policy contains errors/i);
    expect(events.length).toBeGreaterThan(10);
  });

  it.each([
    ['create', 'secrets', 'Metadata ResponseComplete: '],
    ['patch', 'secrets', 'Metadata ResponseComplete: '],
    ['list', 'secrets', 'Metadata ResponseComplete: '],
    ['create', 'serviceaccounts/token', 'Request ResponseComplete: requestObject'],
    ['create', 'clusterroles', 'Request ResponseComplete: requestObject'],
    ['patch', 'clusterroles', 'RequestResponse ResponseComplete: requestObject responseObject'],
    ['create', 'services', 'Request ResponseComplete: requestObject'],
  ])('has %s %s logged as %s', (verb, what, expected) => {
    expect(logged(verb, what)).toEqual([expected]);
  });

  it('has exec and failed logins logged, and probes not', () => {
    expect(logged('get', 'pods/exec').length).toBeGreaterThan(0);
    const failed = events.filter(
      ({ responseStatus }) => (responseStatus as JsonObject | undefined)?.code === 401,
    );
    expect(failed.map(({ stage, user }) => [stage, user])).toEqual([['ResponseStarted', {}]]);
    expect(events.filter(({ requestURI }) => requestURI === '/healthz')).toEqual([]);
  });

  it('writes no secret', () => {
    expect(JSON.stringify(events)).not.toMatch(/eyJ[\w-]{10}|not a secret|PRIVATE KEY/);
  });

  it('does with every event what satrap says that it does', () => {
    const wrong = events.filter((event) => {
      const { level, omitStages } = decide(policy.policy, askedBy(event));
      return level !== event.level || (omitStages as readonly unknown[]).includes(event.stage);
    });
    expect(wrong).toEqual([]);
  });

  it('blinds of the rules only those that need Secrets, as the log shows', () => {
    const [blind = ''] = report.split(/\n\d+ (?:no request|miss)/);
    expect(blind).not.toMatch(/role_with_wildcards|service_node_port/);
  });
});
