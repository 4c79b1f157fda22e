import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/types.ts';
import { derive } from './derive.ts';

describe('grants', () => {
  const of = (...rules: JsonObject[]) =>
    derive('satrap.grants', { verb: 'create', requestObject: { rules } });

  it('joins verbs and resources of one rule, never of two', () => {
    expect(
      of(
        { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
        { apiGroups: ['', 'apps'], resources: ['pods', 'deployments/scale'], verbs: ['get'] },
      ),
    ).toEqual([
      'create secrets',
      'get pods',
      'get pods.apps',
      'get deployments/scale',
      'get deployments.apps/scale',
    ]);
  });

  it('has stars as they are written', () => {
    expect(of({ apiGroups: ['*'], resources: ['*'], verbs: ['*'] })).toEqual(['* *.*']);
    expect(of({ nonResourceURLs: ['/metrics', '*'], verbs: ['get'] })).toEqual([
      'get /metrics',
      'get *',
    ]);
  });

  it('takes every kind of impersonation for one, and nothing for what is no verb', () => {
    expect(
      of({
        apiGroups: [''],
        resources: ['users'],
        verbs: ['impersonate:user-info', 'dance', 'GET'],
      }),
    ).toEqual(['impersonate users']);
  });

  it('is absent where a rule grants nothing', () => {
    expect(of({ resources: ['pods'], verbs: ['get'] })).toBeUndefined();
    expect(
      derive('satrap.grants', { verb: 'create', requestObject: { rules: 'all' } }),
    ).toBeUndefined();
  });
});

describe('subjects', () => {
  const event = {
    verb: 'create',
    objectRef: { namespace: 'shop' },
    requestObject: {
      subjects: [
        { kind: 'User', name: 'alice' },
        { kind: 'ServiceAccount', name: 'cart' },
        { kind: 'ServiceAccount', name: 'ci', namespace: 'build' },
        { kind: 'Group', name: 'system:authenticated' },
        null,
      ],
    },
  };

  it('names users, ServiceAccounts among them, and groups', () => {
    expect(derive('satrap.subjects.users', event)).toEqual([
      'alice',
      'system:serviceaccount:shop:cart',
      'system:serviceaccount:build:ci',
    ]);
    expect(derive('satrap.subjects.groups', event)).toEqual(['system:authenticated']);
  });

  it('are absent from a binding without any', () => {
    expect(derive('satrap.subjects', { verb: 'create', requestObject: {} })).toBeUndefined();
  });
});
