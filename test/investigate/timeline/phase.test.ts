import { describe, expect, it } from 'vitest';
import { phaseOf } from '../../../src/investigate/timeline/phase.ts';
import { act, bindingBody, RBAC, type Told } from '../acts.ts';

const PRIVILEGED = {
  metadata: { name: 'p' },
  spec: { containers: [{ image: 'x', securityContext: { privileged: true } }] },
};
const PLAIN = { metadata: { name: 'p' }, spec: { containers: [{ image: 'x' }] } };

const CASES: readonly (readonly [string, Told, string])[] = [
  ['a self review', { verb: 'create', on: 'selfsubjectaccessreviews' }, 'recon'],
  ['a list of pods', { verb: 'list', on: 'pods' }, 'recon'],
  ['a get of a pod', { verb: 'get', on: 'pods', name: 'a' }, 'use'],
  ['a refused get', { verb: 'get', on: 'pods', name: 'a', code: 403 }, 'recon'],
  ['a list of Secrets', { verb: 'list', on: 'secrets' }, 'access'],
  ['a get of a ConfigMap', { verb: 'get', on: 'configmaps', name: 'a' }, 'access'],
  ['a dry-run deletion of Secrets', { verb: 'deletecollection', query: 'dryRun=All' }, 'access'],
  ['a dry run', { verb: 'create', on: 'pods', query: 'dryRun=All' }, 'recon'],
  ['a token', { verb: 'create', on: 'serviceaccounts/token', name: 'a' }, 'access'],
  ['an exec by GET', { verb: 'get', on: 'pods/exec', name: 'a', code: 101 }, 'access'],
  [
    'a refused binding',
    { verb: 'create', on: 'rolebindings', group: RBAC, code: 403 },
    'escalation',
  ],
  ['a privileged pod', { verb: 'create', on: 'pods', requestObject: PRIVILEGED }, 'escalation'],
  ['a pod', { verb: 'create', on: 'pods', requestObject: PLAIN }, 'persistence'],
  ['a webhook', { verb: 'create', on: 'mutatingwebhookconfigurations' }, 'persistence'],
  ['the end of a webhook', { verb: 'delete', on: 'validatingwebhookconfigurations' }, 'evasion'],
  ['deleted events', { verb: 'deletecollection', on: 'events' }, 'evasion'],
  ['a deleted Deployment', { verb: 'delete', on: 'deployments', name: 'a' }, 'impact'],
  ['an eviction', { verb: 'create', on: 'pods/eviction', name: 'a' }, 'impact'],
  ['a lease', { verb: 'update', on: 'leases', name: 'a' }, 'use'],
  ['a list of somebody impersonated', { verb: 'get', on: 'pods', name: 'a', as: 'jane' }, 'access'],
  ['a list as a node', { verb: 'list', on: 'pods', as: 'system:node:a' }, 'escalation'],
  [
    'a scale to nothing',
    { verb: 'patch', on: 'deployments/scale', name: 'a', requestObject: { spec: { replicas: 0 } } },
    'impact',
  ],
  [
    'a refused impersonation',
    { verb: 'get', on: 'pods', code: 403, message: 'User "a" cannot impersonate resource "users"' },
    'escalation',
  ],
  [
    'a namespace without its policy',
    {
      verb: 'patch',
      on: 'namespaces',
      name: 'a',
      requestObject: {
        metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
      },
    },
    'evasion',
  ],
];

describe('phaseOf', () => {
  it.each(CASES)('takes %s for what it is', (_, told, phase) => {
    expect(phaseOf(act(told), false)).toBe(phase);
  });

  it('takes discovery for recon, and a look whether it lives for use', () => {
    const path = (requestURI: string) =>
      act({ verb: 'get', on: '', event: { requestURI, verb: 'get', user: { username: 'a' } } });
    expect(phaseOf(path('/apis'), false)).toBe('recon');
    expect(phaseOf(path('/healthz'), false)).toBe('use');
  });

  it('takes the deletion of what the trail made for evasion', () => {
    const deletion = act({ verb: 'delete', on: 'rolebindings', group: RBAC, name: 'b' });
    expect(phaseOf(deletion, true)).toBe('evasion');
    expect(phaseOf(deletion, false)).toBe('impact');
  });

  it("takes what the account's own workload looks at for use, and what it writes for what it is", () => {
    expect(phaseOf(act({ whose: 'own', on: 'pods' }), false)).toBe('use');
    const binding = { verb: 'create', on: 'clusterrolebindings', group: RBAC } as const;
    const own = act({ ...binding, whose: 'own', requestObject: bindingBody() });
    expect(phaseOf(own, false)).toBe('escalation');
  });
});
