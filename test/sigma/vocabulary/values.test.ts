import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkValue } from '../../../src/sigma/vocabulary/values.ts';

describe('checkValue', () => {
  it.each([
    ['verb', 'get'],
    ['verb', 'CREATE'],
    ['verb', 'deletecollection'],
    ['verb', 'proxy'],
    ['verb', 'post'],
    ['verb', ''],
    ['verb', 'repl*'],
    ['stage', 'ResponseStarted'],
    ['level', 'Metadata'],
    ['objectRef.resource', 'pods'],
    ['objectRef.resource', 'Secrets'],
    ['objectRef.resource', 'endpoints'],
    ['objectRef.resource', 'widgets'],
    ['objectRef.resource', 'pods/*'],
    ['objectRef.subresource', 'exec'],
    ['objectRef.apiGroup', 'rbac.authorization.k8s.io'],
    ['objectRef.apiVersion', 'v1beta1'],
    ['responseStatus.code', '403'],
    ['responseStatus.status', 'Failure'],
    ['annotations.authorization.k8s.io/decision', 'allow'],
    ['user.username', 'system:serviceaccount:kube-system:default'],
    ['user.groups', 'system:serviceaccounts:kube-system'],
    ['userAgent', 'anything'],
  ])('lets %s be %s', (path, value) => {
    expect(checkValue(path, value)).toBeUndefined();
  });

  it.each([
    ['verb', 'replace', 'kube-apiserver logs a PUT as `update`'],
    ['verb', 'exec', 'objectRef.subresource: exec'],
    ['verb', 'impersonate', 'impersonatedUser'],
    ['verb', 'frobnicate', 'get list watch create update patch delete'],
    ['stage', 'RequestComplete', 'ResponseComplete'],
    ['level', 'None', 'Metadata Request RequestResponse'],
    ['kind', 'Pod', 'Event'],
    ['objectRef.resource', 'pods/exec', 'objectRef.resource: pods and objectRef.subresource: exec'],
    ['objectRef.resource', 'pod/exec', 'objectRef.resource: pods and objectRef.subresource: exec'],
    ['objectRef.resource', 'deployments.apps', 'objectRef.apiGroup: apps'],
    [
      'objectRef.resource',
      'rolebindings.rbac.authorization.k8s.io',
      'objectRef.resource: rolebindings and objectRef.apiGroup: rbac.authorization.k8s.io',
    ],
    ['objectRef.resource', 'Pod', '`pods`'],
    ['objectRef.resource', 'secret', '`secrets`'],
    ['objectRef.resource', 'ClusterRoleBinding', '`clusterrolebindings`'],
    ['objectRef.resource', 'sa', '`serviceaccounts`'],
    ['objectRef.subresource', 'pods/exec', '`exec`'],
    ['objectRef.apiGroup', 'apps/v1', '`apps`'],
    ['objectRef.apiGroup', 'v1', 'null'],
    ['objectRef.apiGroup', 'core', 'null'],
    ['objectRef.apiVersion', 'apps/v1', 'objectRef.apiGroup'],
    ['responseStatus.code', 'ALLOW', 'annotations.authorization.k8s.io/decision'],
    ['responseStatus.code', '0', 'HTTP status'],
    ['responseStatus.status', '200', 'Success Failure'],
    ['annotations.authorization.k8s.io/decision', 'deny', 'allow forbid'],
    ['user.username', 'system:serviceaccounts:default', 'user.groups'],
    ['user.groups', 'system:serviceaccount:default:default', 'user.username'],
  ])('says that %s is never %s', (path, value, advice) => {
    const said = checkValue(path, value);
    expect(said).toContain(`no audit event has \`${value}\` in ${path}: `);
    expect(said).toContain(advice);
  });

  it('gives every plural it advises its own blessing', () => {
    for (const word of ['po', 'svc', 'ing', 'netpol', 'crd', 'pdb', 'endpoint', 'tokenreview']) {
      const plural = /`([a-z]+)`$/.exec(checkValue('objectRef.resource', word) ?? '')?.[1] ?? '';
      expect(plural).not.toBe('');
      expect(checkValue('objectRef.resource', plural)).toBeUndefined();
    }
  });

  it('knows no more of names that every object has than of others', () => {
    for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
      expect(checkValue(name, 'x')).toBeUndefined();
      expect(checkValue('verb', name)).toContain('no audit event has');
    }
  });

  it('answers any value with a reason or nothing', () => {
    const paths = fc.oneof(fc.constantFrom('verb', 'objectRef.resource', 'stage'), fc.string());
    fc.assert(
      fc.property(paths, fc.string(), (path, text) => {
        expect(checkValue(path, text) ?? '').toBeTypeOf('string');
      }),
    );
  });
});
