import { describe, expect, it } from 'vitest';
import { rightsAsked } from '../../src/accounts/asked.ts';
import { callOf } from '../../src/accounts/call.ts';
import type { AuditRecord, JsonObject } from '../../src/types.ts';
import { APP, did } from './fixtures.ts';

const asked = (record: AuditRecord, user = APP) =>
  rightsAsked(record, callOf(record), user).map((right) => {
    if ('path' in right) return `${right.verb} ${right.path}`;
    const { verb, group, resource, namespace, name, holding, untold } = right;
    const kind = group === '' ? resource : `${resource}.${group}`;
    const more = `${holding ? ' unless held' : ''}${untold ? ' untold' : ''}`;
    return `${verb} ${kind} ${namespace}/${name}${more}`;
  });

const CREATED = { responseStatus: { code: 201 } };
const RBAC = 'rbac.authorization.k8s.io';

describe('what the authorizer was asked', () => {
  it('has the name of the address, and none where an object is made', () => {
    expect(asked(did('get pods prod/a'))).toEqual(['get pods prod/a']);
    expect(asked(did('create pods prod/a', CREATED))).toEqual(['create pods prod/']);
    expect(asked(did('create serviceaccounts/token prod/a', CREATED))).toEqual([
      'create serviceaccounts/token prod/a',
    ]);
    expect(asked(did('list pods prod/a'))).toEqual(['list pods prod/a']);
  });

  it('counts a Namespace as outside of itself', () => {
    expect(asked(did('get namespaces prod/prod'))).toEqual(['get namespaces /prod']);
  });

  it('has create, with the name, where server-side apply or an update made the object', () => {
    expect(asked(did('patch configmaps prod/a', CREATED))).toEqual([
      'patch configmaps prod/a',
      'create configmaps prod/a',
    ]);
    expect(asked(did('update leases.coordination.k8s.io prod/a', CREATED))).toContain(
      'create leases.coordination.k8s.io prod/a',
    );
    expect(asked(did('patch configmaps prod/a'))).toEqual(['patch configmaps prod/a']);
  });

  it('has create where exec comes over WebSocket', () => {
    const upgraded = { responseStatus: { code: 101 } };
    expect(asked(did('get pods/exec prod/a', upgraded))).toEqual([
      'get pods/exec prod/a',
      'create pods/exec prod/a',
    ]);
    expect(asked(did('get pods/log prod/a'))).toEqual(['get pods/log prod/a']);
  });

  it('has bind for a binding, with its role where the log has the body', () => {
    const roleRef = { kind: 'ClusterRole', name: 'view' };
    const what = `create rolebindings.${RBAC} prod/b`;
    expect(asked(did(what, { ...CREATED, requestObject: { roleRef } }))).toContain(
      `bind clusterroles.${RBAC} prod/view`,
    );
    expect(asked(did(what, CREATED))).toContain(`bind roles.${RBAC} prod/ untold`);
    expect(asked(did(what, { responseStatus: { code: 409 }, requestObject: { roleRef } }))).toEqual(
      [`create rolebindings.${RBAC} prod/`],
    );
  });

  it('has escalate for a role, unless what it grants is held', () => {
    const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }];
    const what = `update roles.${RBAC} prod/r`;
    expect(asked(did(what, { requestObject: { rules } }))).toContain(
      `escalate roles.${RBAC} prod/r unless held`,
    );
    expect(asked(did(what, { requestObject: { rules: [] } }))).toHaveLength(1);
    expect(
      asked(did(`update clusterroles.${RBAC} /r`, { requestObject: { aggregationRule: {} } })),
    ).toContain(`escalate clusterroles.${RBAC} /r`);
    expect(asked(did(what))).toContain(`escalate roles.${RBAC} prod/r untold`);
  });

  it('has the signer of a certificate that was approved or signed', () => {
    const csr = (status: JsonObject) => ({
      responseObject: { spec: { signerName: 'a/b' }, status },
    });
    const kind = 'certificatesigningrequests';
    const signer = 'signers.certificates.k8s.io /a/b';
    expect(asked(did(`patch ${kind}/approval.certificates.k8s.io /c`, csr({})))).toContain(
      `approve ${signer}`,
    );
    expect(
      asked(did(`update ${kind}/status.certificates.k8s.io /c`, csr({ certificate: 'x' }))),
    ).toContain(`sign ${signer}`);
    expect(asked(did(`update ${kind}/status.certificates.k8s.io /c`, csr({})))).toHaveLength(1);
  });
});

describe('what is asked of who acts in the name of another', () => {
  const as = (impersonatedUser: JsonObject, more: JsonObject = {}) =>
    did('get pods prod/a', { impersonatedUser, ...more });

  it('is to impersonate, and of the other the request', () => {
    const one = as({ username: 'bob', groups: ['devs', 'system:authenticated'] });
    expect(asked(one)).toEqual(['impersonate users /bob', 'impersonate groups /devs']);
    expect(asked(one, 'bob')).toEqual(['get pods prod/a']);
    expect(asked(one, 'carol')).toEqual([]);
  });

  it('names a ServiceAccount in its namespace, whose groups follow', () => {
    const groups = ['system:serviceaccounts', 'system:serviceaccounts:ci', 'system:authenticated'];
    expect(asked(as({ username: 'system:serviceaccount:ci:bot', groups }))).toEqual([
      'impersonate serviceaccounts ci/bot',
    ]);
  });

  it('has the user id and every value of extra', () => {
    const extra = { 'example.com/scopes': ['a', 'b'] };
    expect(asked(as({ username: 'bob', uid: '7', extra }))).toEqual([
      'impersonate users /bob',
      'impersonate uids.authentication.k8s.io /7',
      'impersonate userextras/example.com/scopes.authentication.k8s.io /a',
      'impersonate userextras/example.com/scopes.authentication.k8s.io /b',
    ]);
  });

  it('counts the groups that do not come by themselves', () => {
    const node = as({
      username: 'system:node:w',
      groups: ['system:nodes', 'system:authenticated'],
    });
    expect(asked(node)).toEqual([
      'impersonate users /system:node:w',
      'impersonate groups /system:nodes',
    ]);
  });

  it('is by constraint where the event names one (1.36): whom, and for what', () => {
    const by = (impersonationConstraint: string) => ({
      authenticationMetadata: { impersonationConstraint },
    });
    expect(
      asked(as({ username: 'system:serviceaccount:ci:bot' }, by('impersonate:serviceaccount'))),
    ).toEqual([
      'impersonate:serviceaccount serviceaccounts.authentication.k8s.io ci/bot',
      'impersonate-on:serviceaccount:get pods prod/a',
    ]);
    const path = did('get /metrics', {
      impersonatedUser: { username: 'bob' },
      ...by('impersonate:user-info'),
    });
    expect(asked(path)).toEqual([
      'impersonate:user-info users.authentication.k8s.io /bob',
      'impersonate-on:user-info:get /metrics',
    ]);
    expect(asked(as({ username: 'system:node:w' }, by('impersonate:associated-node')))[0]).toBe(
      'impersonate:associated-node nodes.authentication.k8s.io /*',
    );
  });
});
