import { groupsByName, type Identity } from './identity.ts';
import { allows, type PolicyRule } from './rbac.ts';
import type { Right } from './right.ts';

/** A ClusterRole that Kubernetes grants to a group of everybody, as it is at first. */
interface DefaultRole {
  readonly role: string;
  readonly group: string;
  readonly rules: readonly PolicyRule[];
}

const get = (...nonResourceURLs: string[]): PolicyRule => ({
  verbs: ['get'],
  apiGroups: [],
  resources: [],
  resourceNames: [],
  nonResourceURLs,
});

const create = (group: string, ...resources: string[]): PolicyRule => ({
  verbs: ['create'],
  apiGroups: [group],
  resources,
  resourceNames: [],
  nonResourceURLs: [],
});

const INFO = get('/livez', '/readyz', '/healthz', '/version', '/version/');

/** plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go, `ClusterRoles` and `ClusterRoleBindings`. */
export const DEFAULT_ROLES: readonly DefaultRole[] = [
  { role: 'system:public-info-viewer', group: 'system:authenticated', rules: [INFO] },
  { role: 'system:public-info-viewer', group: 'system:unauthenticated', rules: [INFO] },
  {
    role: 'system:discovery',
    group: 'system:authenticated',
    rules: [get('/openapi', '/openapi/*', '/api', '/api/*', '/apis', '/apis/*')],
  },
  {
    role: 'system:basic-user',
    group: 'system:authenticated',
    rules: [
      create('authorization.k8s.io', 'selfsubjectaccessreviews', 'selfsubjectrulesreviews'),
      create('authentication.k8s.io', 'selfsubjectreviews'),
    ],
  },
  {
    role: 'system:service-account-issuer-discovery',
    group: 'system:serviceaccounts',
    rules: [
      get(
        '/.well-known/openid-configuration',
        '/.well-known/openid-configuration/',
        '/openid/v1/jwks',
        '/openid/v1/jwks/',
      ),
    ],
  },
];

/** The role by which everybody like this account has a right, unless somebody took it away. */
export function defaultRoleFor(identity: Identity, right: Right): string | undefined {
  const groups = groupsByName(identity);
  return DEFAULT_ROLES.find(
    ({ group, rules }) => groups.includes(group) && rules.some((rule) => allows(rule, right)),
  )?.role;
}
