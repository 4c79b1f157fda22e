import { describe, expect, it } from 'vitest';
import { deed, quoted } from '../../src/text/request.ts';
import type { Evidence } from '../../src/types.ts';
import { evidence } from './fixtures.ts';

const cases: readonly (readonly [string, Partial<Evidence>])[] = [
  ['listed secrets in all namespaces', {}],
  ['listed secrets in namespace prod', { namespace: 'prod' }],
  ['watched nodes', { verb: 'watch', resource: 'nodes' }],
  ['read secret prod/db', { verb: 'get', namespace: 'prod', name: 'db' }],
  ['read namespace prod', { verb: 'get', resource: 'namespaces', namespace: 'prod', name: 'prod' }],
  ['created a pod in namespace prod', { verb: 'create', resource: 'pods', namespace: 'prod' }],
  [
    'created an ingress in namespace prod',
    { verb: 'create', resource: 'ingresses', namespace: 'prod' },
  ],
  ['updated clusterrole admin', { verb: 'update', resource: 'clusterroles', name: 'admin' }],
  [
    'patched networkpolicy prod/deny',
    { verb: 'patch', resource: 'networkpolicies', namespace: 'prod', name: 'deny' },
  ],
  [
    'deleted endpoints prod/api',
    { verb: 'delete', resource: 'endpoints', namespace: 'prod', name: 'api' },
  ],
  [
    'deleted a collection of pods in all namespaces',
    { verb: 'deletecollection', resource: 'pods' },
  ],
  [
    'ran a command in pod prod/db-0',
    { verb: 'create', resource: 'pods', subresource: 'exec', namespace: 'prod', name: 'db-0' },
  ],
  [
    'read the log of pod prod/db-0',
    { verb: 'get', resource: 'pods', subresource: 'log', namespace: 'prod', name: 'db-0' },
  ],
  [
    'sent a request through node worker-1',
    { verb: 'get', resource: 'nodes', subresource: 'proxy', name: 'worker-1' },
  ],
  [
    'requested a token for serviceaccount prod/payment',
    {
      verb: 'create',
      resource: 'serviceaccounts',
      subresource: 'token',
      namespace: 'prod',
      name: 'payment',
    },
  ],
  [
    'patched the scale of deployment prod/web',
    {
      verb: 'patch',
      resource: 'deployments',
      subresource: 'scale',
      namespace: 'prod',
      name: 'web',
    },
  ],
  ['read /healthz', { verb: 'get', resource: null, path: '/healthz' }],
  ['posted to /apis', { verb: 'post', resource: null, path: '/apis' }],
  ['made a use request for podsecuritypolicies', { verb: 'use', resource: 'podsecuritypolicies' }],
  ['made a request for secrets', { verb: null }],
  ['listed an unnamed object', { resource: null, path: null }],
  ['made a constructor request for toString', { verb: 'constructor', resource: 'toString' }],
];

describe('deed', () => {
  it.each(cases)('says "%s"', (words, changes) => {
    expect(deed(evidence(changes), true)).toBe(words);
  });

  it('says what was only tried', () => {
    expect(deed(evidence(), false)).toBe('tried to list secrets in all namespaces');
    const exec = evidence({ verb: 'create', resource: 'pods', subresource: 'exec', name: 'a' });
    expect(deed(exec, false)).toBe('tried to run a command in pod a');
  });
});

describe('quoted', () => {
  it('leaves one plain word bare', () => {
    expect(quoted('oidc:jane.doe@example.com')).toBe('oidc:jane.doe@example.com');
  });

  it('keeps a name from continuing the sentence', () => {
    expect(quoted('alice: allowed (200)')).toBe('"alice: allowed (200)"');
    expect(quoted('a" b')).toBe('"a\\u{22} b"');
    expect(quoted('')).toBe('""');
  });
});
