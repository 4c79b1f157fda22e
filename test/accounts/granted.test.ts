import { describe, expect, it } from 'vitest';
import { grantedTo, readRbac } from '../../src/accounts/granted.ts';
import { identityOf } from '../../src/accounts/identity.ts';
import type { JsonObject } from '../../src/types.ts';
import { APP } from './fixtures.ts';

const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }];
const role = (kind: string, metadata: JsonObject) => ({ kind, metadata, rules });
const binding = (kind: string, name: string, to: JsonObject, namespace?: string) => ({
  kind,
  metadata: { name, ...(namespace !== undefined && { namespace }) },
  roleRef: to,
  subjects: [] as JsonObject[],
});
const READER = { kind: 'Role', name: 'reader' };
const APP_SUBJECT = { kind: 'ServiceAccount', name: 'app', namespace: 'prod' };

function granted(subject: JsonObject, user = APP, groups: string[] = []) {
  const items = [
    role('Role', { name: 'reader', namespace: 'prod' }),
    role('ClusterRole', { name: 'all' }),
    { ...binding('RoleBinding', 'b', READER, 'prod'), subjects: [subject] },
    {
      ...binding('ClusterRoleBinding', 'c', { kind: 'ClusterRole', name: 'all' }),
      subjects: [subject],
    },
    {
      ...binding('RoleBinding', 'd', { kind: 'ClusterRole', name: 'gone' }, 'test'),
      subjects: [subject],
    },
  ];
  return grantedTo(readRbac({ kind: 'List', items }), identityOf(user), groups);
}

describe('what is granted to an account', () => {
  it('comes with its binding, its role, and where it holds', () => {
    const { grants, missing } = granted(APP_SUBJECT);
    expect(grants.map((one) => [one.binding, one.role, one.namespace, one.subject])).toEqual([
      ['RoleBinding prod/b', 'Role prod/reader', 'prod', 'ServiceAccount prod/app'],
      ['ClusterRoleBinding c', 'ClusterRole all', null, 'ServiceAccount prod/app'],
    ]);
    expect(missing).toEqual(['RoleBinding test/d → ClusterRole gone']);
  });

  it.each([
    [{ kind: 'Group', name: 'system:serviceaccounts' }],
    [{ kind: 'Group', name: 'system:serviceaccounts:prod' }],
    [{ kind: 'Group', name: 'system:authenticated' }],
    [{ kind: 'User', name: APP }],
  ])('comes by %o as well', (subject) => {
    expect(granted(subject).grants).toHaveLength(2);
  });

  it.each([
    [{ kind: 'Group', name: 'system:serviceaccounts:test' }],
    [{ kind: 'ServiceAccount', name: 'app', namespace: 'test' }],
    [{ kind: 'User', name: 'app' }],
  ])('does not come by %o', (subject) => {
    expect(granted(subject)).toEqual({ grants: [], missing: [] });
  });

  it('comes to users by the groups that the log shows', () => {
    const devs = { kind: 'Group', name: 'devs' };
    expect(granted(devs, 'alice').grants).toEqual([]);
    expect(granted(devs, 'alice', ['devs']).grants).toHaveLength(2);
  });

  it.each([
    ['items[0] is Pod, neither a role nor a binding', { kind: 'List', items: [{ kind: 'Pod' }] }],
    ['it has no bindings', { kind: 'RoleList', items: [{ metadata: { name: 'a' } }] }],
  ])('says what is wrong with the file: %s', (reason, document) => {
    expect(() => readRbac(document)).toThrow(reason);
  });
});
