import { describe, expect, it } from 'vitest';
import { allows, covers, rulesOf } from '../../src/accounts/rbac.ts';
import { policyRule } from './fixtures.ts';

const right = (verb: string, resource: string, name = '', group = '') => ({
  verb,
  group,
  resource,
  namespace: '',
  name,
});

describe('a rule', () => {
  const rule = policyRule({ verbs: ['get'], resources: ['pods', '*/scale'], resourceNames: ['a'] });

  it('allows by verb, group, resource and name', () => {
    expect(allows(rule, right('get', 'pods', 'a'))).toBe(true);
    expect(allows(rule, right('get', 'deployments/scale', 'a'))).toBe(true);
    const others = [
      right('list', 'pods', 'a'),
      right('get', 'pods', ''),
      right('get', 'pods/log', 'a'),
      right('get', 'pods', 'a', 'apps'),
    ];
    expect(others.filter((one) => allows(rule, one))).toEqual([]);
  });

  it('allows by wildcards', () => {
    const all = policyRule({ verbs: ['*'], apiGroups: ['*'], resources: ['*'] });
    expect(allows(all, right('bind', 'pods/exec', 'x', 'y'))).toBe(true);
    const paths = policyRule({ verbs: ['get'], nonResourceURLs: ['/healthz/*', '/version'] });
    const asked = ['/healthz/etcd', '/version', '/version/', '/healthz'];
    expect(asked.filter((path) => allows(paths, { verb: 'get', path }))).toEqual([
      '/healthz/etcd',
      '/version',
    ]);
  });

  it('is covered by rules that together allow all of it', () => {
    const both = policyRule({ verbs: ['get', 'list'], resources: ['pods'] });
    const get = policyRule({ verbs: ['get'], resources: ['pods'] });
    const list = policyRule({ verbs: ['list'], resources: ['pods'] });
    expect(covers([get, list], both)).toBe(true);
    expect(covers([get], both)).toBe(false);
    expect(covers([policyRule({ ...both, resourceNames: ['a'] })], both)).toBe(false);
    expect(covers([both], policyRule({ ...both, resourceNames: ['a'] }))).toBe(true);
    expect(covers([both], policyRule({ ...both, verbs: ['*'] }))).toBe(false);
  });

  it('is read from whatever a body holds', () => {
    expect(rulesOf([{ verbs: ['get', 7] }, 'x', null])).toEqual([
      policyRule({ verbs: ['get'], apiGroups: [] }),
    ]);
    expect(rulesOf('x')).toEqual([]);
  });
});
