import { setTimeout as sleep } from 'node:timers/promises';
import {
  CoreV1Api,
  type KubeConfig,
  RbacAuthorizationV1Api,
  type RbacV1Subject,
  type V1PolicyRule,
} from '@kubernetes/client-node';
import type { Cluster } from '../cluster/index.ts';
import { type Kubelet, startKubelet } from '../cluster/kubelet.ts';
import type { Credentials } from '../cluster/pki.ts';
import type { Named } from '../cluster/tokens.ts';

/** What is set up before anything happens: two namespaces, their accounts, and what those may do. */
export interface World extends AsyncDisposable {
  readonly cluster: Cluster;
  /** A person who may do everything. */
  readonly alice: Credentials;
  readonly node: Credentials;
  readonly core: CoreV1Api;
  readonly rbac: RbacAuthorizationV1Api;
  readonly cart: Named;
  readonly pod: Named;
  /** The token that kubelet got for the pod: bound to it, good for a year, to be replaced after an hour. */
  readonly cartToken: string;
  /** Bound to nothing. */
  readonly defaultToken: string;
  readonly loaderToken: string;
  /** From a Secret; never expires. */
  readonly legacyToken: string;
}

const account = (namespace: string, name: string): RbacV1Subject => ({
  kind: 'ServiceAccount',
  namespace,
  name,
});

const rule = (
  group: string,
  resources: string[],
  verbs: string[],
  ...resourceNames: string[]
): V1PolicyRule => ({ apiGroups: [group], resources, verbs, resourceNames });

const RBAC_GROUP = 'rbac.authorization.k8s.io';
const BINDINGS = ['rolebindings', 'clusterrolebindings'];

/** What each account may do, in its namespace or, without one, in the cluster. */
const RIGHTS: readonly {
  readonly name: string;
  readonly namespace?: string;
  readonly to: RbacV1Subject;
  readonly rules: V1PolicyRule[];
}[] = [
  {
    name: 'cart',
    namespace: 'shop',
    to: account('shop', 'cart'),
    rules: [rule('', ['secrets'], ['get', 'list', 'watch'])],
  },
  {
    name: 'default',
    namespace: 'shop',
    to: account('shop', 'default'),
    rules: [rule('', ['pods'], ['get', 'list'])],
  },
  {
    name: 'deployer',
    to: account('ci', 'deployer'),
    rules: [
      rule('', ['secrets'], ['list']),
      rule('', ['serviceaccounts'], ['impersonate']),
      rule(RBAC_GROUP, BINDINGS, ['get', 'create', 'update', 'patch', 'delete']),
      // What may be granted: its own rights, and this role.
      rule(RBAC_GROUP, ['clusterroles'], ['bind'], 'view'),
    ],
  },
  {
    name: 'operator',
    to: account('ci', 'operator'),
    rules: [rule(RBAC_GROUP, BINDINGS, ['create']), rule(RBAC_GROUP, ['clusterroles'], ['bind'])],
  },
];

/** Sets it up, as a person with a certificate of `system:masters` and as kubelet of a node. */
export async function createWorld(cluster: Cluster): Promise<World> {
  const alice = await cluster.authority.client('alice@example.com', ['system:masters']);
  const node = await cluster.authority.client('system:node:worker-1', ['system:nodes']);
  const config = cluster.config(alice);
  const core = config.makeApiClient(CoreV1Api);
  const rbac = config.makeApiClient(RbacAuthorizationV1Api);
  const kubelet = await startKubelet(cluster.authority);
  await createNamespaces(core);
  for (const right of RIGHTS) await grant(rbac, right);
  const cart = await createAccount(core, 'shop', 'cart');
  for (const name of ['deployer', 'operator']) await createAccount(core, 'ci', name);
  await createAccount(core, 'shop', 'loader');
  const pod = await createPod(core, kubelet);
  return {
    cluster,
    alice,
    node,
    core,
    rbac,
    cart,
    pod,
    cartToken: await boundToken(cluster.config(node), pod),
    defaultToken: await requestToken(core, 'shop', 'default'),
    loaderToken: await requestToken(core, 'shop', 'loader'),
    legacyToken: await legacyToken(core),
    [Symbol.asyncDispose]: () => kubelet[Symbol.asyncDispose](),
  };
}

async function createNamespaces(core: CoreV1Api): Promise<void> {
  for (const name of ['shop', 'ci']) await core.createNamespace({ body: { metadata: { name } } });
  for (const name of ['db-password', 'payment-key']) {
    await core.createNamespacedSecret({
      namespace: 'shop',
      body: { metadata: { name }, stringData: { value: 'not a secret' } },
    });
  }
  // kube-controller-manager makes it; a pod can't be created before.
  await eventually(() => core.readNamespacedServiceAccount({ namespace: 'shop', name: 'default' }));
}

async function createAccount(core: CoreV1Api, namespace: string, name: string): Promise<Named> {
  const { metadata } = await core.createNamespacedServiceAccount({
    namespace,
    body: { metadata: { name } },
  });
  return { name, uid: metadata?.uid ?? '' };
}

async function grant(rbac: RbacAuthorizationV1Api, right: (typeof RIGHTS)[number]): Promise<void> {
  const { name, namespace, to, rules } = right;
  const kind = namespace === undefined ? 'ClusterRole' : 'Role';
  const binding = {
    metadata: { name },
    subjects: [to],
    roleRef: { apiGroup: RBAC_GROUP, kind, name },
  };
  const role = { metadata: { name }, rules };
  if (namespace === undefined) {
    await rbac.createClusterRole({ body: role });
    await rbac.createClusterRoleBinding({ body: binding });
  } else {
    await rbac.createNamespacedRole({ namespace, body: role });
    await rbac.createNamespacedRoleBinding({ namespace, body: binding });
  }
}

async function createPod(core: CoreV1Api, kubelet: Kubelet): Promise<Named> {
  await core.createNode({ body: { metadata: { name: 'worker-1' } } });
  await core.patchNodeStatus({
    name: 'worker-1',
    body: [
      {
        op: 'add',
        path: '/status/addresses',
        value: [{ type: 'InternalIP', address: '127.0.0.1' }],
      },
      {
        op: 'add',
        path: '/status/daemonEndpoints',
        value: { kubeletEndpoint: { Port: kubelet.port } },
      },
    ],
  });
  const { metadata } = await core.createNamespacedPod({
    namespace: 'shop',
    body: {
      metadata: { name: 'cart-0' },
      spec: {
        serviceAccountName: 'cart',
        nodeName: 'worker-1',
        containers: [{ name: 'cart', image: 'shop.example/cart:1.4.2' }],
      },
    },
  });
  return { name: 'cart-0', uid: metadata?.uid ?? '' };
}

/** As kubelet does: 3,607 seconds and no audience of its own, which makes the apiserver extend it to a year. */
async function boundToken(node: KubeConfig, pod: Named): Promise<string> {
  const request = {
    namespace: 'shop',
    name: 'cart',
    body: {
      spec: {
        audiences: [],
        expirationSeconds: 3607,
        boundObjectRef: { apiVersion: 'v1', kind: 'Pod', ...pod },
      },
    },
  };
  // The node authorizer learns of the pod a moment later.
  const answer = await eventually(() =>
    node.makeApiClient(CoreV1Api).createNamespacedServiceAccountToken(request),
  );
  return answer.status?.token ?? '';
}

async function requestToken(core: CoreV1Api, namespace: string, name: string): Promise<string> {
  const body = { spec: { audiences: [] } };
  const answer = await core.createNamespacedServiceAccountToken({ namespace, name, body });
  return answer.status?.token ?? '';
}

async function legacyToken(core: CoreV1Api): Promise<string> {
  await core.createNamespacedSecret({
    namespace: 'ci',
    body: {
      metadata: {
        name: 'deployer-token',
        annotations: { 'kubernetes.io/service-account.name': 'deployer' },
      },
      type: 'kubernetes.io/service-account-token',
    },
  });
  return eventually(async () => {
    const { data } = await core.readNamespacedSecret({ namespace: 'ci', name: 'deployer-token' });
    if (data?.token === undefined) throw new Error('kube-controller-manager fills in no token');
    return Buffer.from(data.token, 'base64').toString();
  });
}

/** Tries again until it succeeds; rejects with the last reason after 30 seconds. */
export async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(250);
    }
  }
}
