import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportPage } from '../../src/investigate/page/index.ts';
import { reportText } from '../../src/investigate/text/index.ts';
import type { Json, JsonObject } from '../../src/types.ts';
import { problemsOf } from './consistent.ts';
import {
  account,
  elsewhere,
  event,
  investigateEvents,
  loose,
  mint,
  type Who,
} from './trail-log.ts';

const VALUE = 'hunter2-the-value-of-a-secret';

const CAST: readonly Who[] = [
  account('shop:cart'),
  elsewhere(account('shop:cart')),
  account('shop:cart', { id: 'JTI=cart-2' }),
  account('shop:vault', { ip: '10.0.0.9' }),
  loose('shop:vault', 'gold', { ip: '198.51.100.23', agent: 'kubectl/v1.34' }),
  { user: 'system:serviceaccount:ci:deploy', ip: '192.0.2.7', agent: 'deploy/2', secret: 'token' },
  {
    user: 'system:serviceaccount:ci:deploy',
    ip: '198.51.100.23',
    agent: 'curl/8.5',
    secret: 'token',
  },
  { user: 'alice', ip: '192.0.2.1', agent: 'kubectl/v1.34', id: 'X509SHA256=ab' },
  { user: 'system:anonymous', ip: '198.51.100.23', agent: 'curl/8.5' },
  { user: '', ip: '198.51.100.23', agent: 'curl/8.5' },
  { user: 'constructor', ip: '__proto__', agent: '<script>\u001b[2J' },
];

const DEEDS = [
  'list secrets shop/',
  'list secrets',
  'get secrets ci/token',
  'watch configmaps shop/',
  'create pods shop/shell',
  'create pods/exec shop/vault-0',
  'create deployments shop/web',
  'create serviceaccounts/token shop/vault',
  'create clusterrolebindings =mine',
  'delete clusterrolebindings =mine',
  'patch rolebindings shop/theirs',
  'create secrets shop/legacy',
  'create certificatesigningrequests =x',
  'update certificatesigningrequests/approval =x',
  'delete pods shop/cart-0',
  'delete namespaces =shop',
  'deletecollection secrets shop/',
  'create selfsubjectaccessreviews',
  'get  ',
];

const who = fc.constantFrom(...CAST);
const deed = fc.constantFrom(...DEEDS);
const minutes = fc.integer({ min: 0, max: 300 });
const stage = fc.constantFrom('RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic');
const code = fc.constantFrom(101, 200, 201, 401, 403, 404, 500);

/** Bodies that may hold what never must be told, and what nobody expects. */
const body: fc.Arbitrary<Json> = fc.oneof(
  fc.constant<Json>({ data: { password: VALUE }, stringData: { password: VALUE } }),
  fc.constant<Json>({ items: [{ metadata: { name: 'a' }, data: { password: VALUE } }] }),
  fc.constant<Json>({ status: { token: VALUE, expirationTimestamp: '2026-11-20T11:00:00Z' } }),
  fc.constant<Json>({
    metadata: { annotations: { 'kubectl.kubernetes.io/last-applied-configuration': VALUE } },
  }),
  fc.constant<Json>([{ op: 'add', path: '/data/password', value: VALUE }]),
  fc.constant<Json>({
    spec: { serviceAccountName: 'vault', template: { spec: { serviceAccountName: 7 } } },
    subjects: [{ kind: 'ServiceAccount', name: 'vault', namespace: 'shop' }, null, 'x'],
    roleRef: { kind: 'ClusterRole', name: 'cluster-admin' },
  }),
  fc.jsonValue() as fc.Arbitrary<Json>,
);

const over = fc.record(
  {
    stage,
    auditID: fc.constantFrom('same', 'other'),
    responseStatus: fc.oneof(
      code.map((one) => ({ code: one })),
      fc.jsonValue(),
    ),
    requestObject: body,
    responseObject: body,
    impersonatedUser: fc.record({ username: fc.constantFrom('alice', 'system:admin', '') }),
    requestURI: fc.constantFrom('/api?dryRun=All', '/x?command=cat&command=%2Fvar', '/%zz'),
    annotations: fc.constantFrom({
      'authorization.k8s.io/reason':
        'RBAC: allowed by ClusterRoleBinding "mine" of ClusterRole "a" to ServiceAccount "vault/shop"',
    }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<JsonObject>;

const anyEvent: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 8, arbitrary: fc.tuple(minutes, who, deed, over).map((parts) => event(...parts)) },
  {
    weight: 1,
    arbitrary: fc.tuple(minutes, who).map(([at, by]) => mint(at, by, 'shop/vault', 'gold')),
  },
  {
    // Anything where a name belongs.
    weight: 1,
    arbitrary: fc
      .tuple(
        minutes,
        who,
        deed,
        fc.constantFrom('user', 'objectRef', 'sourceIPs', 'userAgent', 'stageTimestamp'),
        fc.jsonValue(),
      )
      .map(([at, by, what, key, value]) => ({ ...event(at, by, what), [key]: value as Json })),
  },
);

const start = fc.constantFrom<Record<string, string>>(
  { serviceAccount: 'shop:cart' },
  { credential: 'JTI=gold' },
  { sourceIP: '198.51.100.23' },
  { userAgent: 'kubectl' },
  { user: 'constructor' },
  { pod: 'shop/vault-0' },
);

describe('a report of any log', () => {
  it('is valid, proves what it claims, and has no value of a Secret', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { maxLength: 60 }), start, async (events, asked) => {
        const report = await investigateEvents(events, asked);
        expect(problemsOf(report)).toEqual([]);
        const told = [
          JSON.stringify(report),
          reportText(report, { color: false, columns: 80, all: true }),
          reportPage(report),
        ];
        for (const text of told) expect(text).not.toContain(VALUE);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same for the same log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { maxLength: 40 }), start, async (events, asked) => {
        const once = await investigateEvents(events, asked);
        expect(await investigateEvents(events, asked)).toEqual(once);
      }),
      { numRuns: 10 },
    );
  });
});
