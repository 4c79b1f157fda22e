import { describe, expect, it } from 'vitest';
import type { Grant } from '../../src/accounts/granted.ts';
import type { PolicyRule } from '../../src/accounts/rbac.ts';
import { usesOfGrants } from '../../src/accounts/unused.ts';
import type { AuditRecord } from '../../src/types.ts';
import { did, policyRule, refused, short, usesIn } from './fixtures.ts';

function useOf(
  rule: Partial<PolicyRule>,
  records: readonly AuditRecord[],
  namespace: string | null = 'prod',
) {
  const grant: Grant = {
    binding: 'RoleBinding prod/b',
    role: 'Role prod/r',
    subject: 'ServiceAccount prod/app',
    namespace,
    place: 0,
    rule: policyRule(rule),
  };
  const [use] = usesOfGrants([grant], usesIn(records));
  return { ...use, never: short(use?.never), seen: [...(use?.seen.keys() ?? [])] };
}

describe('what is granted and never used', () => {
  const pods = { verbs: ['get', 'list'], resources: ['pods', 'pods/log'] };

  it('is all of a rule that allowed nothing', () => {
    const records = [
      did('get services prod/a'),
      did('get pods test/a'),
      refused('get pods prod/a'),
    ];
    expect(useOf(pods, records)).toMatchObject({
      used: 'never',
      never: ['get,list pods,pods/log'],
    });
  });

  it('is the verbs, the kinds and the names of a rule that never were', () => {
    expect(useOf(pods, [did('get pods prod/a'), did('list pods prod/')])).toMatchObject({
      used: 'partly',
      never: ['get,list pods/log'],
    });
    const named = { verbs: ['get'], resources: ['secrets'], resourceNames: ['a', 'b'] };
    expect(useOf(named, [did('get secrets prod/a')])).toMatchObject({
      used: 'partly',
      never: ['get secrets [b]'],
    });
  });

  it('is nothing where all of it was used', () => {
    const { used, never, evidence } = useOf({ verbs: ['get'], resources: ['pods'] }, [
      did('get pods prod/a'),
      did('get pods prod/b'),
    ]);
    expect([used, never, evidence?.count]).toEqual(['all', [], 2]);
  });

  it('says what stands behind wildcards, and in which namespaces', () => {
    const all = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
    const records = [did('get pods prod/a'), did('patch deployments.apps test/web')];
    expect(useOf(all, records, null)).toMatchObject({
      used: 'all',
      seen: ['get pods', 'patch deployments.apps'],
      namespaces: ['prod', 'test'],
    });
    expect(useOf(all, [...records, did('get nodes /n')], null).namespaces).toBeNull();
  });

  it('knows paths, which no RoleBinding grants', () => {
    const paths = { verbs: ['get'], apiGroups: [], nonResourceURLs: ['/metrics', '/logs/*'] };
    const records = [did('get /logs/a')];
    expect(useOf(paths, records, null)).toMatchObject({ used: 'partly', never: ['get /metrics'] });
    expect(useOf(paths, records)).toMatchObject({ used: 'never' });
  });

  it('takes a Namespace as inside itself', () => {
    const rule = { verbs: ['get'], resources: ['namespaces'] };
    expect(useOf(rule, [did('get namespaces prod/prod')])).toMatchObject({ used: 'all' });
    expect(useOf(rule, [did('get namespaces test/test')])).toMatchObject({ used: 'never' });
  });
});
