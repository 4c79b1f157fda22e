import type { Evidence } from '../../../src/types.ts';
import { type Extent, THIEF } from './attack.ts';

/** An alert that must come, by what tells it from others. */
export interface Expected {
  readonly rule: string;
  /** `null` for a chain of several users' deeds. */
  readonly user: string | null;
  /** What at least one of its events says. */
  readonly event: Partial<Evidence>;
}

const ALICE = 'alice@example.com';
const CART = 'system:serviceaccount:shop:cart';
const DEFAULT = 'system:serviceaccount:shop:default';
const LOADER = 'system:serviceaccount:shop:loader';
const DEPLOYER = 'system:serviceaccount:ci:deployer';
const OPERATOR = 'system:serviceaccount:ci:operator';

const alert = (rule: string, user: string | null, event: Partial<Evidence>): Expected => ({
  rule,
  user,
  event,
});

/** Several rules about one event. */
const alerts = (rules: readonly string[], user: string, event: Partial<Evidence>) =>
  rules.map((rule) => alert(rule, user, event));

const created = (resource: string, name: string, namespace: string | null = null) => ({
  verb: 'create',
  resource,
  namespace,
  name,
  code: 201,
});
const list = { verb: 'list', resource: 'secrets', code: 200 } as const;
const exec = { resource: 'pods', subresource: 'exec', name: 'cart-0' } as const;
const version = { verb: 'get', path: '/version', code: 200 } as const;

/** A person with all rights sets the scene by hand: what pipelines and kubelets do elsewhere. */
const SETUP: readonly Expected[] = [
  // The certificate's group is system:masters, which passes by RBAC.
  alert('default_admin_used', ALICE, created('namespaces', 'shop')),
  alert('role_with_dangerous_rights', ALICE, created('roles', 'cart', 'shop')),
  // It may impersonate, and bind a role.
  ...alerts(
    ['role_with_dangerous_rights', 'role_with_escalation_verbs'],
    ALICE,
    created('clusterroles', 'deployer'),
  ),
  alert('role_with_escalation_verbs', ALICE, created('clusterroles', 'operator')),
  // No kubelet registers itself.
  alert('node_created_for_another', ALICE, created('nodes', 'worker-1')),
  alert('node_changed', ALICE, { verb: 'patch', resource: 'nodes', subresource: 'status' }),
  ...['default', 'loader'].map((name) =>
    alert('sa_token_requested', ALICE, created('serviceaccounts', name, 'shop')),
  ),
];

/** Seen only where the pod's body is logged. */
const SETUP_WITH_BODIES: readonly Expected[] = [
  alert('node_chosen_directly', ALICE, created('pods', 'cart-0', 'shop')),
];

/** From the pod's token, copied, to a cluster-admin. */
const ATTACK: readonly Expected[] = [
  // A stolen token is tried out.
  alert('sa_used_by_hand', CART, { ...version, sourceIP: THIEF }),
  alert('sa_self_review', CART, { resource: 'selfsubjectrulesreviews', sourceIP: THIEF }),
  // It lists the Secrets of its namespace.
  alert('sa_lists_secrets', CART, { ...list, namespace: 'shop', sourceIP: THIEF }),
  alert('secrets_read_with_script', CART, { ...list, namespace: 'shop', sourceIP: THIEF }),
  alert('chain_01_stolen_token', CART, { ...list, namespace: 'shop', sourceIP: THIEF }),
  alert('chain_02_token_hop', null, { ...list, user: CART, sourceIP: THIEF }),
  // The pod itself watches them.
  alert('sa_lists_secrets', CART, {
    verb: 'watch',
    resource: 'secrets',
    code: 200,
    sourceIP: '127.0.0.1',
  }),
  // A legacy token, made and fetched by alice, lists all Secrets.
  ...alerts(
    [
      'legacy_token_used',
      'sa_lists_secrets',
      'sa_lists_secrets_all_namespaces',
      'sa_used_by_hand',
      'secrets_read_with_script',
    ],
    DEPLOYER,
    { ...list, namespace: null },
  ),
  alert('chain_06_secret_token', null, { ...list, user: DEPLOYER, namespace: null }),
  // The namespace's default account lists pods.
  alert('sa_used_by_hand', DEFAULT, version),
  alert('default_sa_api_call', DEFAULT, {
    verb: 'list',
    resource: 'pods',
    namespace: 'shop',
    code: 200,
  }),
  // Bindings are created, applied and replaced by a ServiceAccount.
  alert('sa_dry_run_probe', DEPLOYER, created('rolebindings', 'dry', 'shop')),
  alert('sa_creates_binding', DEPLOYER, created('rolebindings', 'viewer', 'shop')),
  alert('sa_creates_binding', DEPLOYER, {
    ...created('rolebindings', 'applied', 'shop'),
    verb: 'patch',
  }),
  alert('sa_creates_binding', DEPLOYER, {
    ...created('rolebindings', 'viewer', 'shop'),
    verb: 'update',
    code: 200,
  }),
  alert('rights_escalation_blocked', DEPLOYER, {
    ...created('rolebindings', 'climb', 'shop'),
    code: 403,
  }),
  // One ServiceAccount acts as another, and binds cluster-admin to a third.
  ...alerts(
    [
      'cluster_admin_bound',
      'default_sa_bound',
      'impersonates_service_account',
      'new_impersonator',
      'sa_creates_binding',
      'sa_given_privileged_role',
      'script_on_sensitive_resource',
    ],
    OPERATOR,
    { ...created('clusterrolebindings', 'metrics-reader'), impersonator: DEPLOYER },
  ),
  // A person acts as a ServiceAccount.
  ...alerts(
    [
      'constrained_impersonation_used',
      'impersonates_service_account',
      'new_impersonator',
      'sa_lists_secrets',
      'secrets_read_with_script',
    ],
    CART,
    { ...list, namespace: 'shop', impersonator: ALICE },
  ),
  // Exec, refused and not; then the pod's token is used with a tool.
  alert('create_denied', CART, { ...exec, code: 403, sourceIP: THIEF }),
  alert('pod_exec', ALICE, { ...exec, verb: 'create', code: 101 }),
  alert('pod_exec', ALICE, { ...exec, verb: 'get', code: 101 }),
  alert('chain_03_exec_to_token', null, {
    verb: 'get',
    resource: 'secrets',
    name: 'db-password',
    user: CART,
  }),
  // A token is used that its pod should have replaced.
  alert('stale_token_used', CART, {
    verb: 'get',
    resource: 'secrets',
    name: 'db-password',
    code: 200,
    sourceIP: THIEF,
  }),
];

/** All that must be found when the attack is over, and nothing else may be, at the default profile. */
export function expectedAlerts(extent: Extent & { readonly bodies?: boolean }): Expected[] {
  return [
    ...SETUP,
    ...(extent.bodies ? SETUP_WITH_BODIES : []),
    ...ATTACK,
    // More than 100 requests a second for 5 minutes.
    ...(extent.burst > 30_000 ? [alert('sa_request_rate_high', LOADER, version)] : []),
  ];
}
