import { describe, expect, it } from 'vitest';
import { createGrantUseRevoke } from '../../src/detectors/grant-use-revoke.ts';
import type { JsonObject } from '../../src/types.ts';
import { HOUR, record, TEN } from '../pipeline/fixtures.ts';
import { run, stepped } from './stepped.ts';

const binding = (at: number, step: string, objectRef: JsonObject, body: JsonObject = {}) =>
  stepped(record(at, { verb: 'create', objectRef, ...body }), step);

const use = (at: number, by: string) =>
  stepped(
    record(at, {
      annotations: {
        'authorization.k8s.io/reason': `RBAC: allowed by ${by} of ClusterRole "admin" to User "m"`,
      },
    }),
    'step_acts',
  );

const CLUSTER = { resource: 'clusterrolebindings', name: 'x' };
const OWN = { resource: 'rolebindings', namespace: 'shop', name: 'x' };

const found = (objectRef: JsonObject, by: string, body: JsonObject = {}) =>
  run(createGrantUseRevoke(), [
    binding(TEN, 'step_binding_written', objectRef, body),
    use(TEN + 1, by),
    binding(TEN + 2, 'step_binding_deleted', objectRef, body),
  ]).map(({ key }) => key[0]);

describe('chain_16_grant_use_revoke', () => {
  it('knows a binding by kind, namespace and name', () => {
    expect(found(CLUSTER, 'ClusterRoleBinding "x"')).toEqual(['ClusterRoleBinding x']);
    expect(found(OWN, 'RoleBinding "x/shop"')).toEqual(['RoleBinding shop/x']);
    expect(found(OWN, 'RoleBinding "x/dev"')).toEqual([]);
    expect(found(CLUSTER, 'RoleBinding "x/shop"')).toEqual([]);
  });

  it('knows one that was created under a generated name', () => {
    const body = { responseObject: { metadata: { name: 'x' } } };
    const made = binding(TEN, 'step_binding_written', { ...CLUSTER, name: '' }, body);
    const events = [
      made,
      use(TEN + 1, 'ClusterRoleBinding "x"'),
      binding(TEN + 2, 'step_binding_deleted', CLUSTER),
    ];
    expect(run(createGrantUseRevoke(), events)).toHaveLength(1);
  });

  it('takes an hour at most', () => {
    const events = [
      binding(TEN, 'step_binding_written', CLUSTER),
      use(TEN + 1, 'ClusterRoleBinding "x"'),
      binding(TEN + HOUR + 1, 'step_binding_deleted', CLUSTER),
    ];
    expect(run(createGrantUseRevoke(), events)).toEqual([]);
  });

  it('takes nothing of what names no binding', () => {
    const { record: one, matched } = use(TEN, 'nothing');
    expect(createGrantUseRevoke().take(one, matched)).toBeUndefined();
    const nameless = binding(TEN, 'step_binding_written', { resource: 'rolebindings' });
    expect(createGrantUseRevoke().take(nameless.record, nameless.matched)).toBeUndefined();
  });
});
