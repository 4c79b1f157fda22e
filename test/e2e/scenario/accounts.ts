// oxlint-disable-next-line import/no-unassigned-import -- @peculiar/x509 needs it to be there first
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import type { Answer, Caller } from '../cluster/caller.ts';
import type { Cluster } from '../cluster/index.ts';
import { startKubelet } from '../cluster/kubelet.ts';

/** A cluster with accounts that make the same calls: `wide` may do everything, `narrow` nothing at first. */
export interface AccountWorld extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly admin: Caller;
  /** By account: as itself, and in the names of others. */
  readonly callers: Readonly<Record<Who, Readonly<Record<'self' | 'bob' | 'reader', Caller>>>>;
}

/** Who makes the calls. */
export type Who = 'wide' | 'narrow';

/** A call and the code of its answer. */
export interface Done {
  readonly call: string;
  readonly code: number;
}

/** A call: `POST path`, with a body and its type. `EXEC` and `SOCKET` upgrade the connection. */
type Call = readonly [
  request: string,
  body?: object | undefined,
  type?: string | undefined,
  as?: 'bob' | 'reader',
];

const OPS = '/api/v1/namespaces/ops';
const DATA = '/api/v1/namespaces/data';
const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const MERGE = 'application/merge-patch+json';
const APPLY = 'application/apply-patch+yaml';
const WIDGETS = '/apis/example.com/v1/namespaces/data/widgets';
const LEASES = '/apis/coordination.k8s.io/v1/namespaces/data/leases';
const CSRS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const DEPLOYMENT = '/apis/apps/v1/namespaces/ops/deployments/web';

const configMap = (name: string, value = 'a') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data: { value },
});

const LABEL = { metadata: { labels: { seen: 'yes' } } };

/** What is done, in this order; it leaves things as they were. */
const CALLS: readonly Call[] = [
  [`GET ${OPS}/pods`],
  [`GET ${OPS}/pods?watch=1&timeoutSeconds=1`],
  [`GET ${OPS}/pods/web-0`],
  [`GET ${OPS}/pods/web-0/log`],
  [`EXEC ${OPS}/pods/web-0/exec?command=id&stdout=1`],
  [`SOCKET ${OPS}/pods/web-0/attach?stdout=1`],
  [`PATCH ${OPS}/pods/web-0/status`, { status: { message: 'seen' } }, MERGE],
  [
    `POST ${OPS}/pods/web-0/eviction`,
    {
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name: 'web-0', namespace: 'ops' },
      deleteOptions: { dryRun: ['All'] },
    },
  ],
  [`GET ${DEPLOYMENT}/scale`],
  [`PATCH ${DEPLOYMENT}/scale`, { spec: { replicas: 2 } }, MERGE],
  [`GET ${OPS}/configmaps/settings`],
  [`PUT ${OPS}/configmaps/settings`, configMap('settings', 'b')],
  [`PATCH ${OPS}/configmaps/settings`, { data: { value: 'c' } }, MERGE],
  // By name, as kubectl waits for one object.
  [`GET ${DATA}/configmaps?fieldSelector=metadata.name%3Dsettings`],
  [`GET ${DATA}/configmaps?fieldSelector=metadata.name%3Dsettings&watch=1&timeoutSeconds=1`],
  [`POST ${OPS}/secrets?dryRun=All`, { metadata: { name: 'tried' } }],
  [`GET ${OPS}/secrets/key`],
  // Server-side apply: makes it, then changes it.
  [`PATCH ${DATA}/configmaps/applied?fieldManager=ops`, configMap('applied'), APPLY],
  [`PATCH ${DATA}/configmaps/applied?fieldManager=ops`, configMap('applied', 'b'), APPLY],
  [`DELETE ${DATA}/configmaps/applied`],
  [`PATCH /api/v1/namespaces/fresh?fieldManager=ops&dryRun=All`, NAMESPACE('fresh'), APPLY],
  [`GET /api/v1/namespaces/data`],
  [`POST ${DATA}/services`, { metadata: { name: 'made' }, spec: { ports: [{ port: 80 }] } }],
  [`DELETE ${DATA}/services/made`],
  [`GET /api/v1/services`],
  [`DELETE ${DATA}/endpoints?labelSelector=none%3Dsuch`],
  // Made by an update.
  [`PUT ${LEASES}/lock`, { metadata: { name: 'lock' }, spec: { holderIdentity: 'ops' } }],
  [`DELETE ${LEASES}/lock`],
  [`POST ${OPS}/serviceaccounts/helper/token`, { spec: { expirationSeconds: 600 } }],
  [`GET /api/v1/nodes/worker-1`],
  [`PATCH /api/v1/nodes/worker-1`, LABEL, MERGE],
  [`GET /metrics`],
  [`GET /readyz/etcd`],
  [`GET ${WIDGETS}`],
  [`POST ${WIDGETS}`, { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'one' } }],
  [`PATCH ${WIDGETS}/one/status`, { status: { fine: true } }, MERGE],
  [`DELETE ${WIDGETS}/one`],
  [
    `POST ${RBAC}/namespaces/data/rolebindings`,
    {
      metadata: { name: 'viewers' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reading' },
      subjects: [{ kind: 'ServiceAccount', name: 'helper', namespace: 'ops' }],
    },
  ],
  [`DELETE ${RBAC}/namespaces/data/rolebindings/viewers`],
  // More than it holds when it is narrow.
  [
    `POST ${RBAC}/namespaces/data/roles`,
    {
      metadata: { name: 'jobs' },
      rules: [{ apiGroups: ['batch'], resources: ['jobs'], verbs: ['*'] }],
    },
  ],
  [`DELETE ${RBAC}/namespaces/data/roles/jobs`],
  // No more than it holds: nobody need let it escalate.
  [
    `POST ${RBAC}/namespaces/ops/roles`,
    {
      metadata: { name: 'readers' },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
    },
  ],
  [`DELETE ${RBAC}/namespaces/ops/roles/readers`],
  [
    `PATCH ${CSRS}/badge/approval`,
    { status: { conditions: [{ type: 'Approved', status: 'True', reason: 'Known' }] } },
    MERGE,
  ],
  [`GET ${DATA}/configmaps/settings`, undefined, undefined, 'bob'],
  [`GET ${DATA}/configmaps/settings`, undefined, undefined, 'reader'],
  // Everybody may do these.
  [`GET /api/v1`],
  [`GET /version`],
  [
    'POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    { spec: { resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'ops' } } },
  ],
];

function NAMESPACE(name: string): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}

/** Rules that a person would expect: with names where there are some, without where there are none. */
export const REVIEWED: readonly object[] = [
  {
    in: 'data',
    apiGroups: [''],
    resources: ['configmaps'],
    resourceNames: ['applied'],
    verbs: ['create', 'patch', 'delete'],
  },
  {
    in: 'data',
    apiGroups: [''],
    resources: ['configmaps'],
    resourceNames: ['settings'],
    // By the narrower way to impersonate of Kubernetes 1.36.
    verbs: ['list', 'watch', 'impersonate-on:serviceaccount:get', 'impersonate-on:user-info:get'],
  },
  { in: 'data', apiGroups: [''], resources: ['endpoints'], verbs: ['deletecollection'] },
  {
    in: 'data',
    apiGroups: ['coordination.k8s.io'],
    resources: ['leases'],
    resourceNames: ['lock'],
    verbs: ['create', 'update', 'delete'],
  },
  {
    in: 'ops',
    apiGroups: [''],
    resources: ['serviceaccounts/token'],
    resourceNames: ['helper'],
    verbs: ['create'],
  },
  { in: 'ops', apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
  {
    in: 'data',
    apiGroups: ['rbac.authorization.k8s.io'],
    resources: ['clusterroles'],
    resourceNames: ['reading'],
    verbs: ['bind'],
  },
  {
    in: undefined,
    apiGroups: ['certificates.k8s.io'],
    resources: ['signers'],
    resourceNames: ['kubernetes.io/kube-apiserver-client'],
    verbs: ['approve'],
  },
  { in: undefined, nonResourceURLs: ['/metrics', '/readyz/etcd'], verbs: ['get'] },
];

/** Sets it up: namespaces, objects to work on, and the accounts. */
export async function setUpWorld(cluster: Cluster): Promise<AccountWorld> {
  const admin = cluster.caller({
    credentials: await cluster.authority.client('admin', ['system:masters']),
  });
  const kubelet = await startKubelet(cluster.authority);
  const make = async (path: string, body: object) => {
    const { code, text } = await admin.send('POST', path, body);
    if (code !== 201) throw new Error(`POST ${path}: ${text}`);
    return JSON.parse(text) as Record<string, object>;
  };
  for (const name of ['ops', 'data']) await make('/api/v1/namespaces', NAMESPACE(name));
  for (const name of ['default', 'wide', 'narrow', 'helper'])
    await make(`${OPS}/serviceaccounts`, { metadata: { name } });
  await make(`${DATA}/serviceaccounts`, { metadata: { name: 'reader' } });
  for (const path of [OPS, DATA]) await make(`${path}/configmaps`, configMap('settings'));
  await make(`${OPS}/secrets`, { metadata: { name: 'key' } });
  await makeNode(admin, kubelet.port);
  const containers = [{ name: 'web', image: 'web' }];
  await make(`${OPS}/pods`, {
    metadata: { name: 'web-0' },
    spec: { nodeName: 'worker-1', automountServiceAccountToken: false, containers },
  });
  await admin.send(
    'PATCH',
    `${OPS}/pods/web-0/status`,
    { status: { phase: 'Running', hostIP: '127.0.0.1' } },
    MERGE,
  );
  await make('/apis/apps/v1/namespaces/ops/deployments', {
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers } },
    },
  });
  await make(CSRS, await badge());
  await make('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', WIDGET_DEFINITION);
  await grantRights(make);
  await until(async () => (await admin.get(WIDGETS)).code === 200);
  const callers = async (name: Who) => {
    const { status } = (await make(`${OPS}/serviceaccounts/${name}/token`, { spec: {} })) as {
      status: { token: string };
    };
    const { token } = status;
    return {
      self: cluster.caller({ token, userAgent: `${name}/1.0` }),
      bob: cluster.caller({ token, impersonate: 'bob' }),
      reader: cluster.caller({ token, impersonate: 'system:serviceaccount:data:reader' }),
    };
  };
  return {
    cluster,
    admin,
    callers: { wide: await callers('wide'), narrow: await callers('narrow') },
    [Symbol.asyncDispose]: () => kubelet[Symbol.asyncDispose](),
  };
}

async function grantRights(make: (path: string, body: object) => Promise<object>): Promise<void> {
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: '' };
  await make(`${RBAC}/clusterroles`, {
    metadata: { name: 'reading' },
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }],
  });
  await make(`${RBAC}/clusterrolebindings`, {
    metadata: { name: 'wide' },
    roleRef: { ...roleRef, name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: 'wide', namespace: 'ops' }],
  });
  await make(`${RBAC}/namespaces/data/rolebindings`, {
    metadata: { name: 'readers' },
    roleRef: { ...roleRef, name: 'reading' },
    subjects: [
      { kind: 'User', name: 'bob', apiGroup: 'rbac.authorization.k8s.io' },
      { kind: 'ServiceAccount', name: 'reader', namespace: 'data' },
    ],
  });
}

async function makeNode(admin: Caller, port: number): Promise<void> {
  await admin.send('POST', '/api/v1/nodes', { metadata: { name: 'worker-1' } });
  await admin.send(
    'PATCH',
    '/api/v1/nodes/worker-1/status',
    {
      status: {
        addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
        daemonEndpoints: { kubeletEndpoint: { Port: port } },
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    },
    MERGE,
  );
}

const WIDGET_DEFINITION = {
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        },
      },
    ],
  },
};

async function badge(): Promise<object> {
  const signingAlgorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await webcrypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
  const request = await Pkcs10CertificateRequestGenerator.create({
    name: [{ CN: ['visitor'] }],
    keys,
    signingAlgorithm,
  });
  return {
    metadata: { name: 'badge' },
    spec: {
      request: Buffer.from(request.toString('pem')).toString('base64'),
      signerName: 'kubernetes.io/kube-apiserver-client',
      usages: ['client auth'],
    },
  };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('the cluster does not come to rest');
  }
}

/**
 * Makes all calls as one of the accounts, or all until one is denied; what was left behind then is taken away.
 */
export async function replay(
  { admin, callers }: AccountWorld,
  who: Who,
  { untilDenied = false }: { readonly untilDenied?: boolean } = {},
): Promise<Done[]> {
  const all: Done[] = [];
  for (const call of CALLS) {
    const [request, , , as = 'self'] = call;
    const code = await makeCall(callers[who][as], call);
    all.push({ call: `${request} as ${as}`, code });
    if (untilDenied && code === 403) break;
  }
  if (all.some(({ code }) => code === 403)) {
    for (const [request] of CALLS) {
      if (request.startsWith('DELETE ') && !request.includes('?')) await makeCall(admin, [request]);
    }
  }
  return all;
}

async function makeCall(caller: Caller, [request, body, type]: Call): Promise<number> {
  const [method = '', path = ''] = request.split(' ');
  if (method === 'EXEC') return caller.upgrade(path, 'spdy');
  if (method === 'SOCKET') return caller.upgrade(path, 'websocket');
  const answer: Answer =
    method === 'GET'
      ? await caller.get(path)
      : await caller.send(method as 'POST', path, body, type);
  return answer.code;
}
