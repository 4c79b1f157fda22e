/** Who is there before anything happens, and what they may do. */

const rule = (group: string, resources: string, verbs: string, ...resourceNames: string[]) => ({
  apiGroups: [group],
  resources: resources.split(' '),
  verbs: verbs.split(' '),
  resourceNames,
});

const RBAC_GROUP = 'rbac.authorization.k8s.io';

export const NAMESPACES = ['shop', 'ops', 'payments', 'ci', 'flux-system', 'monitoring'] as const;

export const ACCOUNTS = [
  'shop:orders',
  'shop:cart',
  'shop:vault',
  'shop:deployer',
  'ops:runner',
  'payments:billing',
  'kube-system:backup',
  'flux-system:flux',
  'ci:deployer',
  'ci:builder',
  'ci:scanner',
  'monitoring:prometheus',
] as const;

/** What each may, in a namespace or, without one, in the cluster: rules, or a ClusterRole that is there. */
export const RIGHTS: readonly {
  readonly to: string;
  readonly namespace?: string;
  readonly rules?: readonly ReturnType<typeof rule>[];
  readonly role?: string;
}[] = [
  { to: 'user:alice@example.com', role: 'cluster-admin' },
  { to: 'user:bob@example.com', namespace: 'shop', role: 'edit' },
  {
    to: 'user:bob@example.com',
    namespace: 'ops',
    rules: [rule('', 'serviceaccounts/token', 'create')],
  },
  {
    to: 'user:bob@example.com',
    rules: [rule('certificates.k8s.io', 'certificatesigningrequests', 'create get')],
  },
  {
    to: 'shop:orders',
    namespace: 'shop',
    rules: [rule('', 'secrets configmaps', 'get list watch'), rule('', 'pods', 'get list')],
  },
  {
    to: 'shop:orders',
    namespace: 'ops',
    rules: [rule('', 'serviceaccounts/token', 'create', 'runner')],
  },
  // An operator that sets up tenants, and may bind far too much for that.
  {
    to: 'shop:orders',
    rules: [
      rule(RBAC_GROUP, 'clusterrolebindings', 'create'),
      rule(RBAC_GROUP, 'clusterroles', 'bind', 'cluster-admin'),
    ],
  },
  { to: 'shop:cart', namespace: 'shop', rules: [rule('', 'secrets', 'get list')] },
  { to: 'shop:vault', namespace: 'shop', rules: [rule('', 'secrets', 'get')] },
  { to: 'shop:deployer', namespace: 'shop', role: 'edit' },
  { to: 'ops:runner', namespace: 'ops', role: 'view' },
  { to: 'payments:billing', namespace: 'payments', rules: [rule('', 'secrets', 'get')] },
  { to: 'kube-system:backup', rules: [rule('', 'secrets configmaps', 'get list')] },
  { to: 'flux-system:flux', role: 'cluster-admin' },
  { to: 'ci:deployer', namespace: 'shop', role: 'edit' },
  {
    to: 'ci:deployer',
    namespace: 'ci',
    rules: [rule('', 'secrets', 'get list'), rule('', 'serviceaccounts/token', 'create')],
  },
  { to: 'ci:builder', namespace: 'ci', rules: [rule('', 'configmaps', 'get list')] },
  { to: 'ci:scanner', role: 'view' },
  { to: 'monitoring:prometheus', role: 'view' },
];

/** `NAMESPACE/NAME`. */
export const SECRETS = [
  'shop/db-password',
  'shop/cart-tls',
  'shop/vault-unseal',
  'payments/card-key',
  'payments/bank-login',
  'payments/report-key',
  'ci/registry-login',
  'kube-system/backup-key',
] as const;

export const CONFIGMAPS = [
  'shop/orders-settings',
  'shop/feature-flags',
  'ops/runner-settings',
  'payments/limits',
  'ci/build-settings',
] as const;

/** A pod, the address that it calls from, and what its program reads in its own namespace, in turn. */
export interface PodPart {
  readonly namespace: string;
  readonly name: string;
  readonly account: string;
  readonly node: 'worker-1' | 'worker-2';
  readonly from: string;
  readonly agent: string;
  readonly reads: readonly string[];
}

const pod = (
  place: string,
  account: string,
  node: PodPart['node'],
  from: string,
  agent: string,
  ...reads: string[]
): PodPart => {
  const [namespace = '', name = ''] = place.split('/');
  return { namespace, name, account, node, from, agent, reads };
};

const WATCH = 'watch=true&timeoutSeconds=3';

/** The operator whose token is stolen. */
export const VICTIM = pod(
  'shop/orders-0',
  'orders',
  'worker-1',
  '127.0.0.21',
  'orders/2.3.1',
  'configmaps/orders-settings',
  'secrets/db-password',
  `configmaps?${WATCH}`,
);

/** What takes its place when it is deleted. */
export const SUCCESSOR: PodPart = { ...VICTIM, name: 'orders-1', from: '127.0.0.29' };

/** Its neighbour, which reads Secrets as well, and later the same ones. */
export const NEIGHBOUR = pod(
  'shop/cart-0',
  'cart',
  'worker-1',
  '127.0.0.22',
  'cart/1.4.2',
  'secrets/cart-tls',
  'secrets',
);

export const PODS: readonly PodPart[] = [
  VICTIM,
  NEIGHBOUR,
  pod('shop/vault-0', 'vault', 'worker-2', '127.0.0.28', 'vault/1.19', 'secrets/vault-unseal'),
  pod(
    'ops/runner-0',
    'runner',
    'worker-2',
    '127.0.0.23',
    'runner/0.9',
    'configmaps/runner-settings',
    'pods',
  ),
  pod(
    'payments/billing-0',
    'billing',
    'worker-2',
    '127.0.0.24',
    'billing/5.1',
    'secrets/card-key',
    'secrets/bank-login',
  ),
  pod(
    'kube-system/backup-0',
    'backup',
    'worker-1',
    '127.0.0.25',
    'velero/v1.15',
    'secrets',
    'configmaps',
  ),
  pod('flux-system/flux-0', 'flux', 'worker-1', '127.0.0.26', 'kustomize-controller/v1.4.0'),
  pod(
    'monitoring/prometheus-0',
    'prometheus',
    'worker-2',
    '127.0.0.27',
    'Prometheus/3.1.0',
    'pods?limit=500',
    `pods?${WATCH}`,
    `services?${WATCH}`,
  ),
];

/** What kubelets call from. */
export const NODES = { 'worker-1': '127.0.0.11', 'worker-2': '127.0.0.12' } as const;

/** Who has no pod. */
export const OUTSIDERS = {
  alice: { user: 'alice@example.com', from: '127.0.0.31', agent: 'kubectl/v1.36.3 (darwin/arm64)' },
  bob: { user: 'bob@example.com', from: '127.0.0.32', agent: 'kubectl/v1.36.3 (linux/amd64)' },
  deployer: { account: 'ci:deployer', from: '127.0.0.41', agent: 'kubectl/v1.35.0 (linux/amd64)' },
  builder: { account: 'ci:builder', from: '127.0.0.42', agent: 'buildkitd/v0.20' },
  scanner: { account: 'ci:scanner', from: '127.0.0.43', agent: 'trivy-operator/0.24' },
} as const;
