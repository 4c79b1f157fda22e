import { describe, expect, it } from 'vitest';
import { groupsByName, identityOf, titleOf } from '../../src/accounts/identity.ts';

describe('who a user name stands for', () => {
  it.each([
    ['system:serviceaccount:prod:app', 'serviceaccount', 'ServiceAccount prod/app'],
    ['system:serviceaccount:prod', 'component', 'user system:serviceaccount:prod'],
    ['system:serviceaccount:a:b:c', 'component', 'user system:serviceaccount:a:b:c'],
    ['system:node:worker-1', 'node', 'node worker-1'],
    ['system:kube-scheduler', 'component', 'user system:kube-scheduler'],
    ['system:anonymous', 'anonymous', 'anonymous'],
    ['alice', 'user', 'user alice'],
    ['', 'unauthenticated', 'nobody (not authenticated)'],
  ])('%s', (user, kind, title) => {
    expect([identityOf(user).kind, titleOf(identityOf(user))]).toEqual([kind, title]);
  });

  it('gives the groups that follow from it', () => {
    expect(groupsByName(identityOf('system:serviceaccount:prod:app'))).toContain(
      'system:serviceaccounts:prod',
    );
    expect(groupsByName(identityOf('system:anonymous'))).toEqual(['system:unauthenticated']);
  });
});
