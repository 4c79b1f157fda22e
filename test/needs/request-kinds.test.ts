import { describe, expect, it } from 'vitest';
import { API_RESOURCES } from '../../src/needs/api-resources.ts';
import { CUSTOM, kindText, REQUEST_KINDS, staysOpen } from '../../src/needs/request-kinds.ts';

const texts = REQUEST_KINDS.map(kindText);

describe('kinds of requests', () => {
  it('are all different', () => {
    expect(new Set(texts).size).toBe(texts.length);
  });

  it.each([
    'create pods/exec',
    'get pods/exec',
    'deletecollection secrets',
    'create serviceaccounts/token',
    'patch deployments.apps/scale',
    'create subjectaccessreviews.authorization.k8s.io',
    'update certificatesigningrequests.certificates.k8s.io/approval',
    'patch custom resources',
    'get /metrics',
  ])('have: %s', (text) => {
    expect(texts).toContain(text);
  });

  it.each([
    'list tokenreviews.authentication.k8s.io',
    'create pods/log',
    'create pods.metrics.k8s.io',
  ])('have not: %s', (text) => expect(texts).not.toContain(text));

  it('stay open where kube-apiserver logs their beginning', () => {
    const open = REQUEST_KINDS.filter(staysOpen).map(kindText);
    expect(open).toContain('watch secrets');
    expect(open).toContain('get nodes/proxy');
    expect(open).not.toContain('list secrets');
  });

  it('know which resources are in no namespace', () => {
    const outside = API_RESOURCES.filter(({ namespaced }) => !namespaced).map(
      ({ resource }) => resource,
    );
    expect(outside).toEqual(expect.arrayContaining(['nodes', 'namespaces', 'clusterroles']));
    expect(outside).not.toContain('roles');
    expect(CUSTOM.namespaced).toBe(true);
  });
});
