import { describe, expect, it } from 'vitest';
import { derive } from './derive.ts';

const SA = 'system:serviceaccount:shop:cart';

describe('serviceAccount', () => {
  it('has namespace and name', () => {
    expect(derive('satrap.serviceAccount.namespace', { user: { username: SA } })).toBe('shop');
    expect(derive('satrap.serviceAccount.name', { user: { username: SA } })).toBe('cart');
  });

  it.each(['alice', 'system:serviceaccount:shop', 'system:serviceaccount::x', `${SA}:more`])(
    'is absent for %s',
    (username) => {
      expect(derive('satrap.serviceAccount', { user: { username } })).toBeUndefined();
    },
  );
});

describe('credential', () => {
  const extra = {
    'authentication.kubernetes.io/credential-id': ['JTI=1'],
    'authentication.kubernetes.io/pod-name': ['cart-0'],
  };
  const of = (user: Record<string, unknown>) =>
    derive('satrap.credential', { user: user as never, sourceIPs: ['1.1.1.1', '10.0.0.7'] });

  it('is the credential-id where there is one', () => {
    expect(of({ username: SA, extra })).toBe('JTI=1');
  });

  it('is else the pod that the token is bound to', () => {
    const { 'authentication.kubernetes.io/credential-id': _, ...pod } = extra;
    expect(of({ username: SA, extra: pod })).toBe('pod:shop/cart-0');
  });

  it('is else the user at the last address', () => {
    expect(of({ username: SA })).toBe(`${SA}@10.0.0.7`);
    expect(of({})).toBeUndefined();
  });
});

describe('grantedBy', () => {
  const by = (part: string, reason: string) =>
    derive(`satrap.grantedBy.${part}`, { annotations: { 'authorization.k8s.io/reason': reason } });

  it('takes a reason of RBAC apart', () => {
    const reason =
      'RBAC: allowed by RoleBinding "cart/shop" of ClusterRole "edit" to ServiceAccount "cart/shop"';
    expect(by('binding', reason)).toBe('RoleBinding shop/cart');
    expect(by('role', reason)).toBe('ClusterRole edit');
    expect(by('subject', reason)).toBe('ServiceAccount shop/cart');
  });

  it('leaves the names of cluster-wide bindings and of groups as they are', () => {
    const reason =
      'RBAC: allowed by ClusterRoleBinding "a/b" of ClusterRole "cluster-admin" to Group "x/y"';
    expect(by('binding', reason)).toBe('ClusterRoleBinding a/b');
    expect(by('subject', reason)).toBe('Group x/y');
  });

  it('is not led astray by quotes in a name', () => {
    const reason =
      'RBAC: allowed by ClusterRoleBinding "x\\" of ClusterRole \\"view" of ClusterRole "edit" to User "u"';
    expect(by('binding', reason)).toBe('ClusterRoleBinding x" of ClusterRole "view');
    expect(by('role', reason)).toBe('ClusterRole edit');
  });

  it('is absent for other authorizers and for nobody in particular', () => {
    expect(by('role', '')).toBeUndefined();
    expect(by('role', 'allowed by the webhook')).toBeUndefined();
  });
});
